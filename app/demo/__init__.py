"""The demo street: invented people and cases on the real names of the grids. 演示数据·虚构."""
