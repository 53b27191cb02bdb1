"""One function per thing a user does; owns the transaction."""
