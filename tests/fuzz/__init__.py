"""Structure-aware fuzzing: real packages and documents of every layout, taken apart, recombined and changed.

    case = made(number, seed, bases(folder))   # the same content for the same numbers
    ran = run_case(checker, …)                 # in a guarded process: see `scripts/fuzz.py`
"""
