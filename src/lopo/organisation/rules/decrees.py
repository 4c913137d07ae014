"""The joint decrees that fix a year's public holidays and collective leave. Pure data.

Keppres 8/2024 names the days; every year the ministers of religious affairs, of manpower and of
administrative reform sign on which dates they fall. Before that, what follows the moon is an
estimate. Idulfitri and Iduladha are proclaimed once more by the minister of religious affairs.
"""

# Appended by the calendar library to dates it has calculated.
ESTIMATE = " (perkiraan)"
_DECREE = (
    "Keputusan Bersama Menteri Agama Nomor {0} Tahun {3}, Menteri Ketenagakerjaan Nomor {1} "
    "Tahun {3}, dan Menteri PANRB Nomor {2} Tahun {3}"
)
# By the year they are about. 2026 was signed on 19 September 2025, 2027 on 15 September 2026;
# published by Sekretariat Negara (setneg.go.id) and Kemenko PMK (kemenkopmk.go.id).
JOINT_DECREES = {
    2026: _DECREE.format(1497, 2, 5, 2025),
    2027: _DECREE.format(1205, 3, 2, 2026),
}
