// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/crash_file_system.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace busheng::test {
namespace {

constexpr std::size_t kSector = 512;

QString directoryOf(const QString& path)
{
    return QFileInfo(path).path();
}

Failure storageFailure(const QString& detail)
{
    Error error = makeError(ErrorCode::Storage, detail);
    error.event = QStringLiteral("DSK_ERROR");
    return fail(error);
}

Failure fullFailure()
{
    return fail(
        makeTransient(ErrorCode::Storage, QStringLiteral("DSK_FULL"), QStringLiteral("no space left on device")));
}

} // namespace

class CrashFileSystem::CrashFile final : public File {
public:
    CrashFile(CrashFileSystem& owner, NodePtr node, OpenMode mode)
        : m_owner(owner), m_node(std::move(node)), m_mode(mode), m_life(owner.m_life)
    {
    }

    Result<std::size_t> readAt(qint64 offset, std::span<char> out) override
    {
        const std::lock_guard lock(m_owner.m_mutex);
        ENGINE_TRY(checkAlive());
        const auto at = static_cast<std::size_t>(offset);
        if (at >= m_node->live.size())
            return std::size_t{0};
        return m_node->live.copy(out.data(), out.size(), at);
    }

    Result<> append(BytesView bytes) override
    {
        return change([&]() -> Result<> { return m_owner.appendTo(*m_node, bytes); },
                      [&] { m_node->live.append(bytes.substr(0, m_owner.below(bytes.size() + 1))); });
    }

    Result<> truncate(qint64 size) override
    {
        const auto cut = [&] {
            m_node->live.resize(static_cast<std::size_t>(size));
            m_node->lostTo = std::min(m_node->lostTo, m_node->live.size());
        };
        return change(
            [&]() -> Result<> {
                cut();
                return {};
            },
            [&] {
                if (m_owner.coin())
                    cut();
            });
    }

    Result<> sync() override
    {
        const auto write = [&] { m_node->durable = m_node->written(); };
        return change(
            [&]() -> Result<> {
                ++m_owner.m_syncs;
                if (std::exchange(m_owner.m_failNextSync, false)) {
                    m_node->lostFrom = std::min(m_node->durable.size(), m_node->live.size());
                    m_node->lostTo = m_node->live.size();
                    return storageFailure(QStringLiteral("syncing: input/output error"));
                }
                write();
                return {};
            },
            [&] {
                if (m_owner.coin())
                    write();
            });
    }

    Result<qint64> size() override
    {
        const std::lock_guard lock(m_owner.m_mutex);
        ENGINE_TRY(checkAlive());
        return static_cast<qint64>(m_node->live.size());
    }

private:
    Result<> checkAlive() const
    {
        if (m_owner.m_down || m_life != m_owner.m_life)
            return storageFailure(QStringLiteral("the power is off"));
        return {};
    }

    /// Runs `whole`, or what a power failure in the middle leaves of it.
    template <typename Whole, typename Part>
    Result<> change(Whole whole, Part part)
    {
        const std::lock_guard lock(m_owner.m_mutex);
        ENGINE_TRY(checkAlive());
        if (m_mode == OpenMode::Read)
            return storageFailure(QStringLiteral("the file is open for reading only"));
        bool crashNow = false;
        ENGINE_TRY(m_owner.beginOperation(crashNow));
        if (!crashNow)
            return whole();
        part();
        return m_owner.endOperation(crashNow);
    }

    CrashFileSystem& m_owner;
    NodePtr m_node;
    OpenMode m_mode;
    std::uint64_t m_life;
};

Bytes CrashFileSystem::Node::written() const
{
    Bytes bytes = live;
    const std::size_t to = std::min(lostTo, bytes.size());
    if (lostFrom < to)
        std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(lostFrom),
                  bytes.begin() + static_cast<std::ptrdiff_t>(to), '\0');
    return bytes;
}

Result<> CrashFileSystem::beginOperation(bool& crashNow)
{
    if (m_down)
        return storageFailure(QStringLiteral("the power is off"));
    ++m_operations;
    if (m_operations == m_failAt)
        return storageFailure(QStringLiteral("operation %1 fails").arg(m_operations));
    crashNow = m_operations == m_crashAt;
    return {};
}

Result<> CrashFileSystem::endOperation(bool crashNow)
{
    if (!crashNow)
        return {};
    crashLocked();
    return storageFailure(QStringLiteral("the power failed"));
}

Result<> CrashFileSystem::appendTo(Node& node, BytesView bytes)
{
    if (m_capacity) {
        const auto room = static_cast<std::size_t>(std::max<qint64>(0, *m_capacity - usedBytes()));
        if (room < bytes.size()) {
            node.live.append(bytes.substr(0, room));
            return fullFailure();
        }
    }
    node.live.append(bytes);
    return {};
}

qint64 CrashFileSystem::usedBytes() const
{
    qint64 used = 0;
    for (const auto& [path, node] : m_live)
        used += static_cast<qint64>(node->live.size());
    return used;
}

Result<std::unique_ptr<File>> CrashFileSystem::open(const QString& path, OpenMode mode)
{
    const std::lock_guard lock(m_mutex);
    if (m_down)
        return storageFailure(QStringLiteral("the power is off"));
    const auto found = m_live.find(path);
    if (found != m_live.end())
        return std::unique_ptr<File>(std::make_unique<CrashFile>(*this, found->second, mode));
    const QString directory = directoryOf(path);
    if (mode == OpenMode::Read || m_directories.count(directory) == 0)
        return storageFailure(QStringLiteral("opening %1: no such file or directory").arg(path));
    bool crashNow = false;
    ENGINE_TRY(beginOperation(crashNow));
    const auto node = std::make_shared<Node>();
    m_live[path] = node;
    m_unsynced[directory].push_back({path, node, {}});
    ENGINE_TRY(endOperation(crashNow));
    return std::unique_ptr<File>(std::make_unique<CrashFile>(*this, node, mode));
}

Result<bool> CrashFileSystem::exists(const QString& path)
{
    const std::lock_guard lock(m_mutex);
    if (m_down)
        return storageFailure(QStringLiteral("the power is off"));
    return m_live.count(path) > 0 || m_directories.count(path) > 0;
}

Result<QStringList> CrashFileSystem::list(const QString& directory)
{
    const std::lock_guard lock(m_mutex);
    if (m_down || m_directories.count(directory) == 0)
        return storageFailure(QStringLiteral("listing %1").arg(directory));
    QStringList names;
    for (const auto& [path, node] : m_live) {
        if (directoryOf(path) == directory)
            names.append(QFileInfo(path).fileName());
    }
    names.sort(Qt::CaseSensitive);
    return names;
}

Result<> CrashFileSystem::makeDirectories(const QString& directory)
{
    const std::lock_guard lock(m_mutex);
    if (m_down)
        return storageFailure(QStringLiteral("the power is off"));
    for (QString path = directory; m_directories.insert(path).second && path != directoryOf(path);)
        path = directoryOf(path);
    return {};
}

Result<> CrashFileSystem::remove(const QString& path)
{
    const std::lock_guard lock(m_mutex);
    bool crashNow = false;
    ENGINE_TRY(beginOperation(crashNow));
    if (m_live.erase(path) > 0)
        m_unsynced[directoryOf(path)].push_back({path, nullptr, {}});
    return endOperation(crashNow);
}

Result<> CrashFileSystem::rename(const QString& from, const QString& to)
{
    const std::lock_guard lock(m_mutex);
    bool crashNow = false;
    ENGINE_TRY(beginOperation(crashNow));
    const auto found = m_live.find(from);
    if (found == m_live.end() || directoryOf(from) != directoryOf(to))
        return storageFailure(QStringLiteral("renaming %1").arg(from));
    const NodePtr node = found->second;
    m_live.erase(found);
    m_live[to] = node;
    m_unsynced[directoryOf(to)].push_back({to, node, from});
    return endOperation(crashNow);
}

Result<> CrashFileSystem::syncDirectory(const QString& directory)
{
    const std::lock_guard lock(m_mutex);
    bool crashNow = false;
    ENGINE_TRY(beginOperation(crashNow));
    if (!crashNow) {
        for (const NameChange& change : m_unsynced[directory]) {
            m_durable.erase(change.alsoGone);
            if (change.node)
                m_durable[change.name] = change.node;
            else
                m_durable.erase(change.name);
        }
        m_unsynced[directory].clear();
    }
    return endOperation(crashNow);
}

Result<qint64> CrashFileSystem::freeBytes(const QString&)
{
    const std::lock_guard lock(m_mutex);
    return m_capacity ? std::max<qint64>(0, *m_capacity - usedBytes()) : qint64{1} << 40;
}

Bytes CrashFileSystem::afterCrash(const Node& node)
{
    const std::size_t way = below(4);
    if (way == 0)
        return node.durable;
    const Bytes written = node.written();
    if (way == 1)
        return written;
    const auto [low, high] = std::minmax({node.durable.size(), written.size()});
    const std::size_t size = low + below(high - low + 1);
    Bytes mixed(size, '\0');
    for (std::size_t at = 0; at < size; at += kSector) {
        const Bytes& from = coin() ? written : node.durable;
        if (at < from.size())
            from.copy(mixed.data() + at, std::min(kSector, size - at), at);
    }
    return mixed;
}

void CrashFileSystem::crashLocked()
{
    for (auto& [directory, changes] : m_unsynced) {
        changes.resize(below(changes.size() + 1));
        for (const NameChange& change : changes) {
            m_durable.erase(change.alsoGone);
            if (change.node)
                m_durable[change.name] = change.node;
            else
                m_durable.erase(change.name);
        }
    }
    m_unsynced.clear();
    for (auto& [path, node] : m_durable) {
        const Bytes left = afterCrash(*node);
        node = std::make_shared<Node>(Node{left, left, 0, 0});
    }
    m_live = m_durable;
    m_down = true;
    ++m_life;
    m_crashAt = m_failAt = 0;
    m_failNextSync = false;
}

void CrashFileSystem::crash()
{
    const std::lock_guard lock(m_mutex);
    crashLocked();
}

void CrashFileSystem::restart()
{
    const std::lock_guard lock(m_mutex);
    m_down = false;
}

bool CrashFileSystem::isDown() const
{
    const std::lock_guard lock(m_mutex);
    return m_down;
}

void CrashFileSystem::crashAtOperation(int n)
{
    const std::lock_guard lock(m_mutex);
    m_crashAt = n;
}

void CrashFileSystem::failOperation(int n)
{
    const std::lock_guard lock(m_mutex);
    m_failAt = n;
}

void CrashFileSystem::failNextSync()
{
    const std::lock_guard lock(m_mutex);
    m_failNextSync = true;
}

void CrashFileSystem::setFreeBytes(std::optional<qint64> bytes)
{
    const std::lock_guard lock(m_mutex);
    m_capacity = bytes ? std::optional(usedBytes() + *bytes) : std::nullopt;
}

int CrashFileSystem::operations() const
{
    const std::lock_guard lock(m_mutex);
    return m_operations;
}

int CrashFileSystem::syncs() const
{
    const std::lock_guard lock(m_mutex);
    return m_syncs;
}

std::optional<Bytes> CrashFileSystem::contents(const QString& path) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_live.find(path);
    return found == m_live.end() ? std::nullopt : std::optional(found->second->live);
}

void CrashFileSystem::setContents(const QString& path, const Bytes& bytes)
{
    const std::lock_guard lock(m_mutex);
    const auto node = std::make_shared<Node>(Node{bytes, bytes, 0, 0});
    m_live[path] = node;
    m_durable[path] = node;
}

void CrashFileSystem::lose(const QString& path)
{
    const std::lock_guard lock(m_mutex);
    m_live.erase(path);
    m_durable.erase(path);
}

} // namespace busheng::test
