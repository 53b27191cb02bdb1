"""驻企工作: what people do on their posts through the year.

One module each: training (:mod:`trainings`), the yearly schedule of duties (:mod:`plans`), monthly
reports (:mod:`reports`), the ledger and its counted outcomes (:mod:`ledger`), leave (:mod:`leaves`)
and inspection in both directions (:mod:`inspections`).
"""
