"""Synthetic people, mail and cases for training and for tests of size; nothing here is about anybody.

From the bottom up: `names`, `romanise` and `paths` are tables; `spoken` says days as sources do; `batch`
writes many rows at once; `sides` and `world` are who is there; `people`, `movements`, `parcels`, `letters`,
`returns`, `operations`, `claims` and `work` make the records; `office` makes all of it and `removal` takes it
away again; `logins` are the accounts to look at it with.
"""
