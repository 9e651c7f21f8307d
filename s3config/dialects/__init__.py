"""The vocabularies of other tools: one module a tool, found by listing.

A module has these names, of which the first five are required:

    TITLE       what people call it
    VERSION     what it was run with; or what was read, and that it was not run
    SOURCE      where the project says so itself
    KEYS        what becomes of each key: a table made with `vocabulary.word`, `variable`, `joint`, `by`, `no`
    FORMS       how it is written as text: functions of the values by the form's name, the usual one first
    EXAMPLE     how the values are used, in a few lines
    TRAPS       what surprises its users
    GUESSED     keys that are written though nobody said them, each with what the tool would do otherwise
    OTHERS      words of the tool that mean no key, as a regular expression
    OURS        whether it takes the spellings of s3config, too
    ALLOWS_HTTP  whether it takes http:// without being told that it may; usually it does, unless it has a word for that
    fetches_profile  whether it fetches the credentials of a profile of some kind by itself; usually it does
    write       says the keys that are `joint`, and warns
    read        reads them back
    parse       reads text of all its forms; or, where a text may hold several configurations:
    parts       reads them all, by name
    PART        what one is called, and what several are
"""
