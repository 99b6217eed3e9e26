// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/file_system.h"
#include "engine/base/result.h"

#include <QString>

namespace busheng::test {

/// The machine's file system, with as little room as a test wants.
class SmallDisk final : public FileSystem {
public:
    explicit SmallDisk(qint64 freeBytes) : m_free(freeBytes) {}
    Result<std::unique_ptr<File>> open(const QString& path, OpenMode mode) override
    {
        return systemFileSystem().open(path, mode);
    }
    Result<bool> exists(const QString& path) override { return systemFileSystem().exists(path); }
    Result<QStringList> list(const QString& directory) override { return systemFileSystem().list(directory); }
    Result<> makeDirectories(const QString& directory) override
    {
        return systemFileSystem().makeDirectories(directory);
    }
    Result<> remove(const QString& path) override { return systemFileSystem().remove(path); }
    Result<> rename(const QString& from, const QString& to) override { return systemFileSystem().rename(from, to); }
    Result<> syncDirectory(const QString& directory) override { return systemFileSystem().syncDirectory(directory); }
    Result<qint64> freeBytes(const QString&) override { return m_free; }

private:
    qint64 m_free;
};

/// A data directory with node.json, an identity folder with a list, and a journal in which `links` links stand.
Result<> layOutNode(const QString& directory, const QString& code, int links);
/// One more link in the journal.
Result<> addLink(const QString& directory, const QString& peer);
/// The peers of the journal's links.
Result<QStringList> linksOf(const QString& directory);
/// Makes the journal look like one of `version`, as an older program wrote it.
Result<> writeOldJournal(const QString& directory, qsizetype version);
/// All paths beneath the directory with their contents, to compare before and after.
QString everythingIn(const QString& directory);

} // namespace busheng::test
