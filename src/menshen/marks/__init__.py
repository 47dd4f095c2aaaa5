"""Marks: how a copy of a table is made individual, one module for each class of carrier.

| class | module | what carries |
|---|---|---|
| A | `allocation` | which rows a recipient gets |
| C | `menshen.canary` | people who do not exist |
| N | `null` | optional cells left blank |
| L | `alias` | one of two true names for the same thing |
| V | `value` | numbers shifted within a bound |
| F | `written` | one of two ways to write the same |
| O | `order` | the order of the rows |
| D | `file` | a stamp in the file's properties |

`code` is the keyed fingerprint code under all of them, `kinds` says what a column holds, `registry`
gives each carrier its permanent number. Phone digits, ID numbers, characters of names and room
numbers are never altered.
"""

BUILTIN = ("allocation", "null", "alias", "value", "written", "order", "file")
"""The modules of the classes of carriers that live here."""
