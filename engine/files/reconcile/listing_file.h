// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/files/reconcile/listing.h"

class QIODevice;

namespace busheng {

/// A listing that is carried by hand or kept: JSON Lines in the order of listings, one file a line, bytes of names that
/// are no UTF-8 refused:
///
///   {"attempts":1,"bytes":12,"directory":"a/b","first":1700000000000,"last":...,"name":"c.csv","sm3":"...","state":"arrived"}
QByteArray listingLine(const FileListingRow& row);

/// Reads one. `device` is open and outlives it. Fails: Corrupt with the line's number.
class ListingFile final : public FileListing {
public:
    explicit ListingFile(QIODevice& device) : m_device(device) {}
    Result<std::vector<FileListingRow>> nextPage() override;
    qint64 line() const { return m_line; } ///< the last that was read, from 1

private:
    QIODevice& m_device;
    qint64 m_line = 0;
};

} // namespace busheng
