"""年末考核: schemes, ballots, points, results."""
