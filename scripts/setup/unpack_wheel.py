"""Unpacks the libraries and headers of a wheel: unpack_wheel.py WHEEL TARGET PREFIX...

A wheel is a zip archive; every member's checksum is verified on the way. Members outside the prefixes are left out, the
permissions of programs (ptxas) are kept. Prints how far it is, 0 to 1, a number a line.
"""
import os
import sys
import zipfile

wheel, target, prefixes = sys.argv[1], sys.argv[2], tuple(sys.argv[3:])
with zipfile.ZipFile(wheel) as archive:
    members = [m for m in archive.infolist() if m.filename.startswith(prefixes) and not m.filename.endswith('/')]
    if not members:
        sys.exit('The wheel has none of: ' + ', '.join(prefixes))
    total = sum(m.file_size for m in members)
    done = 0
    for member in members:
        path = archive.extract(member, target)
        mode = member.external_attr >> 16
        if mode & 0o111:
            os.chmod(path, 0o755)
        done += member.file_size
        print(done / total, flush=True)
