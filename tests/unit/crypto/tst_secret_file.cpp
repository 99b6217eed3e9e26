// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"
#include "engine/base/file_access.h"
#include "engine/crypto/secret_file.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QTemporaryDir>

using namespace busheng;

namespace {

constexpr QFile::Permissions kOwnerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;

} // namespace

class TstSecretFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
        m_path = m_directory->filePath(QStringLiteral("sm2.key"));
    }

    void cleanup() { QVERIFY_OK(failpoint::configure(QString())); }

    void readsWhatItWrote()
    {
        for (const Bytes& secret : {Bytes("first"), Bytes("first"), Bytes(1000, 's'), Bytes()}) {
            QVERIFY_OK(writeSecretFile(systemFileSystem(), m_path, secret));
            const Result<Bytes> read = readSecretFile(systemFileSystem(), m_path);
            QVERIFY_OK(read);
            QCOMPARE(*read, secret);
            QCOMPARE(QFile::permissions(m_path), kOwnerOnly);
        }
    }

    void saysOfAPassphraseThatItIsNoCertificate()
    {
        QVERIFY_OK(writeSecretFile(systemFileSystem(), m_path, "open sesame"));
        QCOMPARE(readPassphraseFile(systemFileSystem(), m_path).value_or(Bytes()), Bytes("open sesame"));
        QVERIFY(QFile::setPermissions(m_path, kOwnerOnly | QFile::ReadGroup));
        const auto open = readPassphraseFile(systemFileSystem(), m_path);
        QCOMPARE(open.error().event, events::CFG_UNREADABLE);
        QCOMPARE(open.error().args, (QStringList{m_path, openToOthersReason()}));
        const QString none = m_directory->filePath(QStringLiteral("none"));
        QCOMPARE(readPassphraseFile(systemFileSystem(), none).error().event, events::CFG_UNREADABLE);
        QCOMPARE(readPassphraseFile(systemFileSystem(), m_directory->path()).error().event, events::CFG_UNREADABLE);
    }

    void doesNotInheritWhatAnOlderAttemptAllowed()
    {
        for (const QString& suffix : {QString(), QStringLiteral(".new")}) {
            const QString left = m_path + suffix;
            QFile file(left);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.close();
            QVERIFY(QFile::setPermissions(left, kOwnerOnly | QFile::ReadGroup | QFile::ReadOther));
            QVERIFY_OK(writeSecretFile(systemFileSystem(), m_path, "secret"));
            QCOMPARE(QFile::permissions(m_path), kOwnerOnly);
        }
    }

    void rejectsFilesThatOthersMayTouch_data()
    {
        QTest::addColumn<int>("extra");
        QTest::newRow("group reads") << int{QFile::ReadGroup};
        QTest::newRow("group writes") << int{QFile::WriteGroup};
        QTest::newRow("group executes") << int{QFile::ExeGroup};
        QTest::newRow("others read") << int{QFile::ReadOther};
        QTest::newRow("others write") << int{QFile::WriteOther};
        QTest::newRow("others execute") << int{QFile::ExeOther};
        QTest::newRow("everybody") << int{QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther};
    }

    void rejectsFilesThatOthersMayTouch()
    {
        QFETCH(const int, extra);
        QVERIFY_OK(writeSecretFile(systemFileSystem(), m_path, "top secret"));
        QVERIFY(QFile::setPermissions(m_path, kOwnerOnly | QFile::Permissions(extra)));
        const Result<Bytes> read = readSecretFile(systemFileSystem(), m_path);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Config);
        QCOMPARE(read.error().event, events::CFG_BAD_CERT);
        QCOMPARE(read.error().args.size(), 2);
        QCOMPARE(read.error().args.at(0), m_path);
        QVERIFY(read.error().args.at(1).contains(QStringLiteral("chmod 600")));
        QVERIFY(!read.error().toString().contains(QStringLiteral("top secret")));
        QVERIFY(QFile::setPermissions(m_path, QFile::ReadOwner));
        QVERIFY_OK(readSecretFile(systemFileSystem(), m_path)); // 0400 is good
    }

    void saysWhatIsMissingOrNotAFile()
    {
        const Result<Bytes> missing = readSecretFile(systemFileSystem(), m_path);
        QVERIFY(!missing);
        QCOMPARE(missing.error().event, events::CFG_MISSING_CERT);
        QCOMPARE(missing.error().args, QStringList{m_path});
        const Result<Bytes> directory = readSecretFile(systemFileSystem(), m_directory->path());
        QVERIFY(!directory);
        QCOMPARE(directory.error().event, events::CFG_BAD_CERT);
        QVERIFY(QFile::link(m_directory->filePath(QStringLiteral("nowhere")), m_path));
        QVERIFY(!readSecretFile(systemFileSystem(), m_path));
    }

    void rejectsAFileTooLargeForAKey()
    {
        QVERIFY_OK(writeSecretFile(systemFileSystem(), m_path, Bytes((64 << 10) + 1, 'x')));
        const Result<Bytes> read = readSecretFile(systemFileSystem(), m_path);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Corrupt);
    }

    void keepsTheOldOrTheNewWhenInterrupted_data()
    {
        QTest::addColumn<QString>("failpoint");
        QTest::addColumn<bool>("isNew");
        QTest::newRow("before") << QStringLiteral("crypto.secret_file.before_write") << false;
        QTest::newRow("after") << QStringLiteral("crypto.secret_file.after_write") << true;
    }

    void keepsTheOldOrTheNewWhenInterrupted()
    {
        QFETCH(const QString, failpoint);
        QFETCH(const bool, isNew);
        QVERIFY_OK(writeSecretFile(systemFileSystem(), m_path, "old"));
        QVERIFY_OK(failpoint::configure(failpoint + QStringLiteral("=err*1")));
        QVERIFY(!writeSecretFile(systemFileSystem(), m_path, "new"));
        const Result<Bytes> read = readSecretFile(systemFileSystem(), m_path);
        QVERIFY_OK(read);
        QCOMPARE(*read, isNew ? Bytes("new") : Bytes("old"));
        QVERIFY_OK(writeSecretFile(systemFileSystem(), m_path, "new"));
        QCOMPARE(*readSecretFile(systemFileSystem(), m_path), Bytes("new"));
    }

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_path;
};

BUSHENG_TEST(TstSecretFile)
#include "tst_secret_file.moc"
