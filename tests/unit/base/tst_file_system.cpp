// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/file_access.h"
#include "engine/base/file_system.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

using namespace busheng;

/// The machine's own file system behind the seam.
class TstFileSystem : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_temporary;
    FileSystem& m_fileSystem = systemFileSystem();
    QString in(const QString& name) const { return m_temporary.filePath(name); }

private Q_SLOTS:
    void whatItCreatesIsForTheOwnerOnly()
    {
        QVERIFY_OK(m_fileSystem.makeDirectories(in(QStringLiteral("p/q/r"))));
        QVERIFY_OK(m_fileSystem.makeDirectories(in(QStringLiteral("p/q/r")))); // again
        for (const char* name : {"p", "p/q", "p/q/r"})
            QVERIFY(!isOpenToOthers(in(QString::fromLatin1(name))));
        QVERIFY_OK(m_fileSystem.open(in(QStringLiteral("p/f")), FileSystem::OpenMode::ReadWrite));
        QVERIFY(!isOpenToOthers(in(QStringLiteral("p/f"))));
    }

    void appendsAtTheEndAlsoAfterTruncating()
    {
        const auto file = m_fileSystem.open(in(QStringLiteral("log")), FileSystem::OpenMode::ReadWrite).value();
        QVERIFY_OK(file->append("0123456789"));
        QVERIFY_OK(file->truncate(4));
        QVERIFY_OK(file->append("abc"));
        QVERIFY_OK(file->sync());
        QCOMPARE(file->size().value(), qint64{7});
        std::array<char, 16> buffer{};
        QCOMPARE(file->readAt(2, buffer).value(), std::size_t{5});
        QCOMPARE(BytesView(buffer.data(), 5), BytesView("23abc"));
        QCOMPARE(file->readAt(7, buffer).value(), std::size_t{0});
        QCOMPARE(file->readAt(700, buffer).value(), std::size_t{0});
    }

    void openingForReadingNeedsTheFile()
    {
        const QString path = in(QStringLiteral("nowhere"));
        const auto opened = m_fileSystem.open(path, FileSystem::OpenMode::Read);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Storage);
        QCOMPARE(opened.error().event, QStringLiteral("DSK_ERROR"));
        QCOMPARE(opened.error().args.value(0), path);
        QVERIFY(!opened.error().transient);
        QCOMPARE(m_fileSystem.exists(path).value(), false);
        QVERIFY(!m_fileSystem.list(path));
        QVERIFY_OK(m_fileSystem.remove(path)); // it is gone, which is what was asked for
    }

    void aFullDeviceIsTransient()
    {
        const auto file = m_fileSystem.open(QStringLiteral("/dev/full"), FileSystem::OpenMode::ReadWrite);
        QVERIFY_OK(file);
        const auto appended = (*file)->append("x");
        QVERIFY(!appended);
        QVERIFY(appended.error().transient);
        QCOMPARE(appended.error().event, QStringLiteral("DSK_FULL"));
    }

    void replaceFileReplacesTheWholeContent()
    {
        const QString path = in(QStringLiteral("note"));
        for (const Bytes& bytes : {Bytes(5000, 'a'), Bytes("short"), Bytes()}) {
            QVERIFY_OK(replaceFile(m_fileSystem, path, bytes));
            QCOMPARE(readFile(m_fileSystem, path, 5000).value(), bytes);
        }
        QVERIFY(!m_fileSystem.list(m_temporary.path()).value().contains(QStringLiteral("note.new")));
        // What an interrupted attempt left is no obstacle and does not show.
        QVERIFY_OK(
            m_fileSystem.open(path + QStringLiteral(".new"), FileSystem::OpenMode::ReadWrite).value()->append("old"));
        QVERIFY_OK(replaceFile(m_fileSystem, path, "new"));
        QCOMPARE(readFile(m_fileSystem, path, 3).value(), Bytes("new"));
    }

    void readFileRefusesWhatIsTooLarge()
    {
        const QString path = in(QStringLiteral("large"));
        QVERIFY_OK(replaceFile(m_fileSystem, path, Bytes(101, 'x')));
        QVERIFY_OK(readFile(m_fileSystem, path, 101));
        const auto read = readFile(m_fileSystem, path, 100);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Corrupt);
    }

    void listsPlainFilesSortedByByte()
    {
        const QString directory = in(QStringLiteral("list"));
        QVERIFY_OK(m_fileSystem.makeDirectories(directory + QStringLiteral("/sub")));
        for (const char* name :
             {"b", "C", "a", "10", "9", ".hidden"}) // capitals first; Windows has one file for b and B
            QVERIFY_OK(
                m_fileSystem.open(directory + u'/' + QString::fromLatin1(name), FileSystem::OpenMode::ReadWrite));
        QCOMPARE(m_fileSystem.list(directory).value().join(u' '), QStringLiteral(".hidden 10 9 C a b"));
    }

    void renamesOverAndKnowsTheRoom()
    {
        QVERIFY_OK(replaceFile(m_fileSystem, in(QStringLiteral("x")), "1"));
        QVERIFY_OK(replaceFile(m_fileSystem, in(QStringLiteral("y")), "2"));
        QVERIFY_OK(m_fileSystem.rename(in(QStringLiteral("x")), in(QStringLiteral("y"))));
        QCOMPARE(readFile(m_fileSystem, in(QStringLiteral("y")), 9).value(), Bytes("1"));
        QVERIFY(!m_fileSystem.rename(in(QStringLiteral("x")), in(QStringLiteral("z"))));
        QVERIFY(m_fileSystem.freeBytes(m_temporary.path()).value() > 0);
        QVERIFY(!m_fileSystem.freeBytes(in(QStringLiteral("no such directory"))));
    }
};

BUSHENG_TEST(TstFileSystem)
#include "tst_file_system.moc"
