"""协议与委任: the pairs of a round on their way from consent to the letter of appointment."""
