"""Regencies and cities that a region field suggests; anything else may be written. Pure.

Source: Kepmendagri 300.2.2-2138/2025 on codes of government administration areas.
"""

REGENCIES: dict[str, tuple[str, ...]] = {
    "Nusa Tenggara Timur": (
        "Kota Kupang",
        "Kabupaten Alor",
        "Kabupaten Belu",
        "Kabupaten Ende",
        "Kabupaten Flores Timur",
        "Kabupaten Kupang",
        "Kabupaten Lembata",
        "Kabupaten Malaka",
        "Kabupaten Manggarai",
        "Kabupaten Manggarai Barat",
        "Kabupaten Manggarai Timur",
        "Kabupaten Nagekeo",
        "Kabupaten Ngada",
        "Kabupaten Rote Ndao",
        "Kabupaten Sabu Raijua",
        "Kabupaten Sikka",
        "Kabupaten Sumba Barat",
        "Kabupaten Sumba Barat Daya",
        "Kabupaten Sumba Tengah",
        "Kabupaten Sumba Timur",
        "Kabupaten Timor Tengah Selatan",
        "Kabupaten Timor Tengah Utara",
    ),
    "Nusa Tenggara Barat": (
        "Kota Bima",
        "Kota Mataram",
        "Kabupaten Bima",
        "Kabupaten Dompu",
        "Kabupaten Lombok Barat",
        "Kabupaten Lombok Tengah",
        "Kabupaten Lombok Timur",
        "Kabupaten Lombok Utara",
        "Kabupaten Sumbawa",
        "Kabupaten Sumbawa Barat",
    ),
}
SUGGESTED = tuple(
    f"{regency}, {province}" for province, regencies in REGENCIES.items() for regency in regencies
)
