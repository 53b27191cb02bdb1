"""PartyDesk (党建选派工作台): the desk of a committee for Party work in enterprises."""

__version__ = "0.1.0"
