"""开始设置: what an installation needs before it works, each point seen by the system itself."""
