// SPDX-License-Identifier: GPL-3.0-or-later
// How a business system sends files through the node on its machine and takes what arrives, with the library of
// app/fileclient. Built and tested with the rest.
//
//     file_exchange_example DATA-DIRECTORY send TASK FILE...
//     file_exchange_example DATA-DIRECTORY receive DIRECTORY COUNT [POSITION-FILE]
#include "app/fileclient/file_client.h"

#include <QCoreApplication>
#include <QFile>
#include <QSaveFile>

#include <cstdio>

using namespace busheng;

namespace {

/// Up to which arrival everything has been taken: kept, so that a restart misses nothing.
class Position {
public:
    explicit Position(const QString& path) : m_path(path) {}
    qint64 read() const
    {
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toLongLong() : 0;
    }
    bool write(qint64 id) const
    {
        if (m_path.isEmpty())
            return true;
        QSaveFile file(m_path);
        return file.open(QIODevice::WriteOnly) && file.write(QByteArray::number(id)) > 0 && file.commit();
    }

private:
    const QString m_path;
};

Result<> send(FileClient& client, const QString& task, const QStringList& files)
{
    ENGINE_TRY(client.put(task, files)); // they are safe now, and will be sent whatever happens
    ENGINE_TRY_AS(const FileTaskSnapshot ended, client.sendAndWait(task, QStringLiteral("example")));
    std::printf("%s: %llu arrived, %llu failed\n", qPrintable(ended.outcome),
                static_cast<unsigned long long>(ended.arrived), static_cast<unsigned long long>(ended.failed));
    return {};
}

Result<> receive(FileClient& client, const QString& directory, int count, const Position& position)
{
    Result<> taken;
    ENGINE_TRY(client.watch(position.read(), [&](const FileRow& row) {
        taken = client.get(row.place, directory, QStringLiteral("example"));
        if (!taken)
            return false;
        std::printf("%s %s\n", qPrintable(row.digest), qPrintable(row.path));
        return position.write(row.id) && --count > 0;
    }));
    return taken;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    const bool isSend = words.size() > 4 && words.at(2) == QStringLiteral("send");
    const bool isReceive = words.size() > 4 && words.at(2) == QStringLiteral("receive");
    if (!isSend && !isReceive) {
        std::fputs("usage: DATA-DIRECTORY send TASK FILE... | receive DIRECTORY COUNT [POSITION-FILE]\n", stderr);
        return 2;
    }
    auto client = FileClient::attach(words.at(1));
    const auto done = !client  ? Result<>(fail(client.error()))
                      : isSend ? send(**client, words.at(3), words.mid(4))
                               : receive(**client, words.at(3), words.at(4).toInt(), Position(words.value(5)));
    if (done)
        return 0;
    std::fputs(qPrintable(done.error().toString() + u'\n'), stderr);
    return 1;
}
