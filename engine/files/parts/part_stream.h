// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/file_system.h"
#include "engine/crypto/sm3.h"

#include <functional>

namespace busheng {

/// Reads `bytes` of `file` from `offset` on in blocks of 1 MiB. Fails: Storage; Conflict when the file is shorter; what
/// `take` says.
Result<> streamFile(File& file, qint64 offset, qint64 bytes, const std::function<Result<>(BytesView)>& take);

/// A file that appears under its name when it is whole and durable: written beside it as ".NAME.new", which an
/// abandoned writer removes. Thread: one at a time.
class WholeFileWriter {
public:
    static Result<std::unique_ptr<WholeFileWriter>> create(FileSystem& fileSystem, const QString& directory,
                                                           const QString& name);
    ~WholeFileWriter();
    WholeFileWriter(const WholeFileWriter&) = delete;
    WholeFileWriter& operator=(const WholeFileWriter&) = delete;

    Result<> append(BytesView bytes);
    /// The digest of what was appended; call once, before publish() or without it.
    Digest digest() { return m_sm3.finish(); }
    /// Durable behind the next sync of the directory.
    Result<> publish();

private:
    WholeFileWriter(FileSystem& fileSystem, QString path, QString temporary)
        : m_fileSystem(fileSystem), m_path(std::move(path)), m_temporary(std::move(temporary))
    {
    }

    FileSystem& m_fileSystem;
    const QString m_path;
    const QString m_temporary;
    std::unique_ptr<File> m_file;
    Sm3 m_sm3;
};

} // namespace busheng
