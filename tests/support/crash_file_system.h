// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/file_system.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <vector>

namespace busheng::test {

/// A file system in memory on which the power can fail.
///
/// Each file has two contents, what programs see and what is on the disk: sync() copies the first to the second. At a
/// power failure each 512-byte sector that was not synced is on the disk or is not, the file ends anywhere between its
/// two sizes, and of a directory's creations, renames and removals since its last sync only the first few happened. The
/// seed decides. After crash() everything fails until restart(); files that were open stay dead.
///
/// The full disk: setFreeBytes(). An append then writes what fits and fails.
/// A failure at an exact place: crashAtOperation(n), failOperation(n), failNextSync(). Operations are those that change
/// something, counted from 1; operations() of a run without failure tells how many there are to try.
/// Thread: any.
class CrashFileSystem final : public FileSystem {
public:
    explicit CrashFileSystem(std::uint64_t seed = 1) : m_random(seed) {}

    Result<std::unique_ptr<File>> open(const QString& path, OpenMode mode) override;
    Result<bool> exists(const QString& path) override;
    Result<QStringList> list(const QString& directory) override;
    Result<> makeDirectories(const QString& directory) override;
    Result<> remove(const QString& path) override;
    Result<> rename(const QString& from, const QString& to) override;
    Result<> syncDirectory(const QString& directory) override;
    Result<qint64> freeBytes(const QString& directory) override;

    void crash();
    void restart();
    bool isDown() const;
    /// The power fails in the middle of the n-th operation: it may have happened, in part for an append.
    void crashAtOperation(int n);
    /// The n-th operation does nothing and fails, not transiently.
    void failOperation(int n);
    /// The next sync of a file fails; what it should have written never reaches the disk although later syncs report
    /// success, as kernels do it.
    void failNextSync();
    void setFreeBytes(std::optional<qint64> bytes);
    int operations() const;
    int syncs() const; ///< of files

    /// What programs see; nothing when there is no such file.
    std::optional<Bytes> contents(const QString& path) const;
    /// Replaces a file's content, on the disk too: for damage at rest. Creates it.
    void setContents(const QString& path, const Bytes& bytes);
    /// Removes a file from the disk too.
    void lose(const QString& path);

private:
    struct Node {
        Bytes live;
        Bytes durable;
        std::size_t lostFrom = 0; ///< bytes that a failed sync dropped: from here
        std::size_t lostTo = 0;

        /// What reaches the disk when all of `live` is written.
        Bytes written() const;
    };
    using NodePtr = std::shared_ptr<Node>;
    struct NameChange { ///< node empty: the name goes away; `alsoGone`: renamed from there, at the same moment
        QString name;
        NodePtr node;
        QString alsoGone;
    };
    class CrashFile;

    Result<> beginOperation(bool& crashNow);
    Result<> endOperation(bool crashNow);
    void crashLocked();
    Bytes afterCrash(const Node& node);
    bool coin() { return (m_random() & 1U) != 0; }
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(m_random() % limit); }
    qint64 usedBytes() const;
    Result<> appendTo(Node& node, BytesView bytes);

    mutable std::mutex m_mutex;
    std::mt19937_64 m_random;
    std::map<QString, NodePtr> m_live;                     ///< by path
    std::map<QString, NodePtr> m_durable;                  ///< by path
    std::map<QString, std::vector<NameChange>> m_unsynced; ///< by directory
    std::set<QString> m_directories;
    std::optional<qint64> m_capacity;
    std::uint64_t m_life = 1; ///< files of an earlier one are dead
    bool m_down = false;
    bool m_failNextSync = false;
    int m_operations = 0;
    int m_syncs = 0;
    int m_crashAt = 0;
    int m_failAt = 0;
};

} // namespace busheng::test
