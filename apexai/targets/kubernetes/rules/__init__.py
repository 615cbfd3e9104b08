"""The exact rules of the target, by subject; their codes are APX-LIM-2…"""
