"""What verification does in processes of their own: reading rows and digesting them, without Django.

Setting Django up takes a second, which is as long as some 50,000 entries take. An import contract keeps it out.
"""
