// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/files/sealed_file.h"
#include "engine/files/tree_directory.h"

namespace busheng {

/// What a file of a tree holds, whether it lies in clear or sealed. Thread: one at a time.
class ContentSource {
public:
    /// As it is.
    explicit ContentSource(std::shared_ptr<const TreeFile> file) : m_file(std::move(file)) {}
    /// With `keys`, one that begins as a sealed file does is opened by them. Fails: as `keys` and SealedFileReader.
    static Result<ContentSource> open(TreeFile file, const AtRestKeys& keys, const QString& shown);

    /// Of the file as it lies.
    Result<FileIdentity> identity() const { return m_file->identity(); }
    /// Of its content. Fails: Storage.
    Result<std::uint64_t> size() const;
    /// Of its content; fewer bytes only at its end. Fails: as TreeFile and SealedFileReader.
    Result<std::size_t> readAt(std::uint64_t offset, std::span<char> out) const;

private:
    std::shared_ptr<const TreeFile> m_file;
    std::shared_ptr<SealedFileReader> m_sealed;
};

/// Makes of the file `name` one of the same name that lies sealed; `work` is a name in the same directory that nobody
/// looks at. Bounded memory. Fails: as AtRestKeys, Crypto, Storage; what is there then is the file as it was.
Result<> sealFile(const TreeDirectory& directory, const Bytes& name, const Bytes& work, const AtRestSealing& sealing);

} // namespace busheng
