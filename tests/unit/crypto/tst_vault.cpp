// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/platform.h"
#include "engine/crypto/secret_file.h"
#include "engine/crypto/vault.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"
#include "tests/unit/crypto/vectors.h"

#include <QFile>
#include <QTemporaryDir>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr std::uint32_t kFew = 1000; // a test does not guess passphrases

} // namespace

class TstVault : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void keepsSecretsOverARestart()
    {
        {
            const auto vault = open("right");
            QVERIFY_OK(vault);
            QVERIFY_OK((*vault)->set(QStringLiteral("database/rsxt"), "pa55 w0rd"));
            QVERIFY_OK((*vault)->set(QStringLiteral("database/社保"), Bytes(16 << 10, 'x')));
            QVERIFY_OK((*vault)->set(QStringLiteral("database/rsxt"), "another"));
        }
        const auto vault = open("right");
        QVERIFY_OK(vault);
        QCOMPARE((*vault)->get(QStringLiteral("database/rsxt")), Bytes("another"));
        QCOMPARE((*vault)->names().size(), 2);
        QVERIFY_OK((*vault)->remove(QStringLiteral("database/rsxt")));
        QVERIFY(!(*vault)->get(QStringLiteral("database/rsxt")));
        QCOMPARE((*vault)->remove(QStringLiteral("database/rsxt")).error().event, events::CFG_NOT_FOUND);
        QVERIFY(!(*open("right"))->get(QStringLiteral("database/rsxt")));
    }

    void theFileSaysNothing()
    {
        const auto vault = open("right");
        QVERIFY_OK(vault);
        QVERIFY_OK((*vault)->set(QStringLiteral("database/canary-name"), "canary-secret"));
        const Bytes first = content();
        QVERIFY(first.find("canary") == Bytes::npos);
        QVERIFY_OK((*vault)->set(QStringLiteral("database/canary-name"), "canary-secret"));
        QVERIFY(content() != first); // a fresh nonce each time
        if (!kIsWindows)             // there access lists say who may
            QCOMPARE(QFile::permissions(path()) & ~(QFile::ReadUser | QFile::WriteUser),
                     QFile::ReadOwner | QFile::WriteOwner);
    }

    void opensWithTheRightPassphraseOnly()
    {
        QVERIFY_OK(open("right"));
        for (const char* wrong : {"", "Right", "right ", "righ"})
            QCOMPARE(open(wrong).error().event, events::CFG_BAD_SECRET);
        QVERIFY_OK(open("right"));
    }

    void refusesAFileThatWasChanged()
    {
        QVERIFY_OK((*open("right"))->set(QStringLiteral("a"), "b"));
        const Bytes good = content();
        for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
            // The number of iterations may be raised so far that it takes minutes: the cost of a wrong passphrase.
            if (bit / 8 >= 5 && bit / 8 < 9)
                continue;
            write(flipped(good, bit));
            QCOMPARE(open("right").error().event, events::CFG_BAD_SECRET);
        }
        for (std::size_t size = 0; size < good.size(); ++size) {
            write(good.substr(0, size));
            QVERIFY(!open("right"));
        }
        Bytes endless = good;
        endless.replace(5, 4, Bytes(4, '\xff'));
        write(endless);
        QCOMPARE(open("right").error().event, events::CFG_BAD_SECRET); // at once
        write(good);
        QVERIFY_OK(open("right"));
    }

    void keepsItsBounds()
    {
        const auto vault = open("right");
        QVERIFY_OK(vault);
        QCOMPARE((*vault)->set(QString(), "x").error().event, events::CFG_BAD_VALUE);
        QCOMPARE((*vault)->set(QStringLiteral("x"), "").error().event, events::CFG_BAD_VALUE);
        QCOMPARE((*vault)->set(QStringLiteral("x"), Bytes((16 << 10) + 1, 'x')).error().event, events::CFG_BAD_VALUE);
        QVERIFY((*vault)->names().isEmpty());
    }

    void derivesAsPublished()
    {
        // An implementation of its own: PBKDF2 with HMAC-SM3, 1000 rounds. What it made is opened here.
        QFile golden(QStringLiteral(BUSHENG_TEST_DATA "/crypto/vault.v1"));
        QVERIFY(golden.open(QIODevice::ReadOnly));
        write(Bytes(view(golden.readAll())));
        const auto vault = open("golden passphrase");
        QVERIFY_OK(vault);
        QCOMPARE((*vault)->get(QStringLiteral("database/golden")), Bytes("golden secret"));
    }

private:
    QString path() const { return m_directory->filePath(QStringLiteral("vault")); }
    Result<std::unique_ptr<Vault>> open(BytesView passphrase) const
    {
        return Vault::open(systemFileSystem(), systemRandom(), path(), passphrase, kFew);
    }
    Bytes content() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : Bytes();
    }
    void write(BytesView bytes) const
    {
        if (!QFile::exists(path())) // for the owner only, and so it stays: a vault that others may read is refused
            QVERIFY_OK(writeSecretFile(systemFileSystem(), path(), {}));
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(toQByteArray(bytes)), static_cast<qint64>(bytes.size()));
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

BUSHENG_TEST(TstVault)
#include "tst_vault.moc"
