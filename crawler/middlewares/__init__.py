"""What stands between the spider and the network: the guard of the scope, the decoder, the capture."""
