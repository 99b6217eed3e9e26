// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/localapi/local_api_path.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>

namespace busheng {

class TstLocalApiPath : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isInTheDataDirectory()
    {
        const QTemporaryDir directory;
        QCOMPARE(localApiPath(directory.path()),
                 QDir(directory.path()).canonicalPath() + QStringLiteral("/control.sock"));
        QCOMPARE(localApiPath(directory.path() + QStringLiteral("/./")), localApiPath(directory.path()));
    }

    void aLinkToTheDirectoryLeadsToTheSameSocket()
    {
        const QTemporaryDir directory;
        const QString link = directory.filePath(QStringLiteral("link"));
        QVERIFY(QDir(directory.path()).mkdir(QStringLiteral("data")));
        QVERIFY(QFile::link(directory.filePath(QStringLiteral("data")), link));
        QCOMPARE(localApiPath(link), localApiPath(directory.filePath(QStringLiteral("data"))));
    }

    void aPathThatIsTooLongMovesToTheRuntimeDirectory_data()
    {
        QTest::addColumn<int>("bytes");
        QTest::addColumn<bool>("moves");
        QTest::newRow("107 fit") << 107 << false;
        QTest::newRow("108 do not") << 108 << true;
        QTest::newRow("250") << 250 << true;
    }

    void aPathThatIsTooLongMovesToTheRuntimeDirectory()
    {
        QFETCH(int, bytes);
        QFETCH(bool, moves);
        const qsizetype name = bytes - static_cast<qsizetype>(qstrlen("//control.sock"));
        const QString directory = u'/' + QString(name, u'x');
        const QString path = localApiPath(directory);
        QVERIFY(QFile::encodeName(path).size() <= 107);
        QCOMPARE(path == directory + QStringLiteral("/control.sock"), !moves);
        QCOMPARE(path.startsWith(QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation)), moves);
        QCOMPARE(localApiPath(directory), path);
        QVERIFY(localApiPath(directory + u'y') != path);
    }

    void bytesCountAndNotLetters()
    {
        const QString directory = u'/' + QString(40, QChar(0x5b89)); // 120 bytes
        QVERIFY(!localApiPath(directory).startsWith(directory));
    }
};

} // namespace busheng

using busheng::TstLocalApiPath;
BUSHENG_TEST(TstLocalApiPath)
#include "tst_local_api_path.moc"
