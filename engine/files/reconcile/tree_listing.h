// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/file_system.h"
#include "engine/files/reconcile/listing.h"

#include <set>

namespace busheng {

/// The listing of a directory tree as it lies on the disk: what is really there, whatever the records say. State
/// "arrived", times those of the last change. Regular files only, links are not followed; what is neither file nor
/// directory, and names that are refused in trees, are counted and left out. Memory: the names of one directory, and
/// the directories that wait.
class TreeListing final : public FileListing {
public:
    /// `root`: an absolute path.
    TreeListing(FileSystem& fileSystem, const QString& root);
    /// Fails: Storage, also when a file cannot be read.
    Result<std::vector<FileListingRow>> nextPage() override;
    qint64 leftOut() const { return m_leftOut; }

private:
    Result<> open(const Bytes& directory);
    Result<FileListingRow> read(const Bytes& name);

    FileSystem& m_fileSystem;
    const Bytes m_root;
    std::set<Bytes> m_waiting; ///< directories: the first is the next, its own come behind it
    Bytes m_directory;
    std::vector<Bytes> m_names; ///< of files in it, the next one last
    qint64 m_leftOut = 0;
};

} // namespace busheng
