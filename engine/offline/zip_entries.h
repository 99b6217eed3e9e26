// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <memory>

class QuaZip;

namespace busheng {

/// A zip file whose entries are stored as they are: what is in them is sealed, and sealed bytes do not shrink. Inside
/// engine/offline only. Thread: one at a time. Fails: Storage; Config OFL_REFUSED for a file that is no such zip.
class ZipEntriesWriter {
public:
    /// `path` must not be there.
    static Result<std::unique_ptr<ZipEntriesWriter>> create(const QString& path);
    ~ZipEntriesWriter();
    Result<> add(const QString& name, BytesView content);
    /// The file is whole when it returns ok; making it durable is the caller's.
    Result<> finish();

private:
    explicit ZipEntriesWriter(std::unique_ptr<QuaZip> zip);
    std::unique_ptr<QuaZip> m_zip;
};

class ZipEntriesReader {
public:
    static Result<std::unique_ptr<ZipEntriesReader>> open(const QString& path);
    ~ZipEntriesReader();
    /// Never more than `limit` bytes in memory, whatever the entry says of itself.
    Result<Bytes> read(const QString& name, qint64 limit);

private:
    explicit ZipEntriesReader(std::unique_ptr<QuaZip> zip);
    std::unique_ptr<QuaZip> m_zip;
};

/// Config OFL_REFUSED: this file of a package is not taken, and why. `why` stands in the reason catalogue.
Failure refusePackage(const QString& file, const QString& why);

} // namespace busheng
