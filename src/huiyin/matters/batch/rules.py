"""The limits of a batch of owned matters. Plain Python."""

BATCH_MOST = 300
NUMBER_MOST = 9999
