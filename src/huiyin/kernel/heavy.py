"""What takes tens of megabytes is done one at a time in each process: else the threads of a web process add up.

`with heavy_work:` around a file that is looked through (up to 40 MB), or the letters of a matter that become one PDF.
What takes more than that is done by a process of its own. Nothing that waits for another process stands inside, nor
another one of these.
"""

import threading

heavy_work = threading.Lock()
