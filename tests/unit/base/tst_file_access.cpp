// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/file_access.h"
#include "engine/base/file_system.h"
#include "engine/base/platform.h"
#include "engine/base/process.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QTemporaryDir>

using namespace busheng;

class TstFileAccess : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatTheEngineMakesIsClosedToOthers()
    {
        const QTemporaryDir directory;
        const QString folder = directory.filePath(QStringLiteral("密钥"));
        const QString path = folder + QStringLiteral("/秘密.key");
        QVERIFY_OK(systemFileSystem().makeDirectories(folder));
        QVERIFY_OK(systemFileSystem().open(path, FileSystem::OpenMode::ReadWrite));
        QVERIFY(!isOpenToOthers(path));
        QVERIFY(!isChangeableByOthers(path));
        QVERIFY(isPlainFile(path));
        QVERIFY(!isPlainFile(folder));
    }

    void whatIsNotThereIsOpenAndNoFile()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("nothing"));
        QVERIFY(isOpenToOthers(path));
        QVERIFY(isChangeableByOthers(path));
        QVERIFY(!isPlainFile(path));
        QVERIFY(!closeToOthers(path));
    }

    void aFileOfOthersIsSeenAndClosed()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("open"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        if (!kIsWindows) { // there access lists say who may, and Qt does not change them
            QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
            QVERIFY(isOpenToOthers(path));
            QVERIFY(!isChangeableByOthers(path));
            QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::WriteGroup));
            QVERIFY(isChangeableByOthers(path));
        }
        QVERIFY(closeToOthers(path));
        QVERIFY(!isOpenToOthers(path));
        QVERIFY(!openToOthersReason().isEmpty());
    }

    /// Beyond the 260 characters of old Windows, with a name that is Chinese.
    void pathsMayBeLong()
    {
        const QTemporaryDir directory;
        QString folder = directory.path();
        for (int depth = 0; depth < 8; ++depth)
            folder += u'/' + QString(40, QChar(u'省'));
        FileSystem& files = systemFileSystem();
        QVERIFY_OK(files.makeDirectories(folder));
        const QString path = folder + QStringLiteral("/数据");
        QVERIFY_OK(replaceFile(files, path, "first"));
        QVERIFY_OK(replaceFile(files, path, "second"));
        const auto read = readFile(files, path, 100);
        QVERIFY_OK(read);
        QCOMPARE(*read, Bytes("second"));
        const auto names = files.list(folder);
        QVERIFY_OK(names);
        QCOMPARE(*names, QStringList{QStringLiteral("数据")});
        QVERIFY_OK(files.remove(path));
        const auto there = files.exists(path);
        QVERIFY_OK(there);
        QVERIFY(!*there);
    }

    void memoryIsLockedAndFreed()
    {
        Bytes secret(4096, 'k');
        QVERIFY(lockMemory(secret.data(), secret.size()));
        unlockMemory(secret.data(), secret.size());
        QVERIFY(lockMemory(secret.data(), 0));
    }
};

BUSHENG_TEST(TstFileAccess)
#include "tst_file_access.moc"
