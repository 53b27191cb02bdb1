"""年末考核: schemes as data, ballots counted without names, scores, grades with quotas, results."""
