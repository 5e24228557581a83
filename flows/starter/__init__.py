"""What ``volteface init`` gives a user to start from."""
