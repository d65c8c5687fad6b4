"""A lock by which several measurements on one machine wait for each other."""

import fcntl
import os
import time


class QuietLock:
    """Holds an exclusive lock on a file while something is measured; without a path it does nothing."""

    # Seconds after which others get their turn.
    MOST = 100

    def __init__(self, path):
        self.path = path
        self.file = None
        self.since = 0.0

    def take(self):
        """Waits for the lock, unless it is held already."""
        if not self.path or self.file is not None:
            return
        self.file = os.open(self.path, os.O_RDWR | os.O_CREAT)
        fcntl.flock(self.file, fcntl.LOCK_EX)
        self.since = time.monotonic()

    def release(self):
        """Gives the lock up."""
        if self.file is not None:
            os.close(self.file)
            self.file = None

    def share(self):
        """Gives the lock up if it was held for long, and lets others take it."""
        if self.file is not None and time.monotonic() - self.since > self.MOST:
            self.release()
            time.sleep(0.5)
