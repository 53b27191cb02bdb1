"""One function for each thing a user does; the transaction is owned here."""
