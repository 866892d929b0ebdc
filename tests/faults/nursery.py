"""Makes worker processes quickly: imports the product once, then forks one for every line it reads, and says its number.

Each is the process that `mediation work` is; only the seconds of importing are shared.
"""

import os
import signal
import sys

from mediation import worker

signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
print("ready", flush=True)
for _ in sys.stdin:
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(0)
        worker.main()
        os._exit(0)
    print(pid, flush=True)
