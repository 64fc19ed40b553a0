"""The parts of `live.calc_engine`: how xlwings reaches a running LibreOffice Calc.

A call to the program costs about 0.1 ms, a new object that it hands out ten times as much: so whatever there is much of
(values, formulas, fills, marks) travels in one call for many cells, and objects are asked for only when they are needed.
"""
