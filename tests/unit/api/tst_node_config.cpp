// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/node_config.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace busheng {

class TstNodeConfig : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(m_directory->path()).mkdir(QStringLiteral("identity")));
        for (const QString& name : {m_config.certificate, m_config.privateKey, m_config.authority,
                                    m_config.sm2Certificate, m_config.sm2PrivateKey, m_config.sm2Authority})
            write(m_directory->filePath(name), "pem");
    }

    void readsWhatItWrote()
    {
        write(toJson(m_config));
        const auto loaded = loadNodeConfig(m_directory->path());
        QVERIFY_OK(loaded);
        NodeConfig expected = m_config;
        for (QString* path : {&expected.certificate, &expected.privateKey, &expected.authority,
                              &expected.revocationLists, &expected.sm2Certificate, &expected.sm2PrivateKey,
                              &expected.sm2Authority, &expected.sm2EncryptionCertificate, &expected.sm2EncryptionKey})
            *path = m_directory->filePath(*path);
        QVERIFY(*loaded == expected);
        write(toJson(*loaded)); // absolute paths now: the same node
        QVERIFY(loadNodeConfig(m_directory->path()).value() == expected);
    }

    void limitsAndListenMayBeLeftOut()
    {
        write(R"({"code":"340000","name":"n","certificate":"identity/node.crt","privateKey":"identity/node.key",
                  "authority":"identity/authority.crt"})");
        const auto loaded = loadNodeConfig(m_directory->path());
        QVERIFY_OK(loaded);
        QVERIFY(loaded->listen.isEmpty());
        QVERIFY(loaded->limits == NodeConfig::Limits());
        QCOMPARE(loaded->limits.outboxMiB, 4096);
        QCOMPARE(loaded->crlGraceHours, 0); // fail closed, unless somebody decides otherwise
        QCOMPARE(loaded->revocationLists, m_directory->filePath(QStringLiteral("identity/crl")));
        QVERIFY(loaded->localGroups.isEmpty());
    }

    void saysThatThereIsNoFile()
    {
        const auto loaded = loadNodeConfig(m_directory->path());
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().event, events::CFG_UNREADABLE);
        QCOMPARE(loaded.error().args.value(0), nodeConfigPath(m_directory->path()));
    }

    void refusesAWrongFile_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("event");
        QTest::addColumn<int>("argument");
        QTest::addColumn<QString>("mentioned");
        const auto row = [](const char* name, const char* from, const char* to, const QString& event, int argument,
                            const char* mentioned) {
            QTest::newRow(name) << QByteArray(from) << QByteArray(to) << event << argument
                                << QString::fromLatin1(mentioned);
        };
        const QString& bad = events::CFG_BAD_VALUE;
        row("comma forgotten", "\"340000\",", "\"340000\"", events::CFG_SYNTAX, 1, "5:5");
        row("unknown key", "\"listen\"", "\"lisen\"", events::CFG_UNKNOWN_KEY, 2, "listen");
        row("unknown limit", "\"outboxMiB\"", "\"outboxMb\"", events::CFG_UNKNOWN_KEY, 1, "limits.outboxMb");
        row("no code", "\"code\": \"340000\",", "", events::CFG_MISSING_KEY, 1, "code");
        row("no key", "\"privateKey\": \"identity/node.key\"", "\"x\": 1", events::CFG_UNKNOWN_KEY, 1, "x");
        row("code of five digits", "340000", "34000", bad, 1, "code");
        row("code in small letters", "340000", "340000-ab", bad, 1, "code");
        row("code is a number", "\"340000\"", "340000", bad, 1, "code");
        row("no name", "\"n\"", "\" \"", bad, 1, "name");
        row("listen without port", "[::]:7443", "[::]", bad, 1, "listen");
        row("listen at a port too high", "7443", "70000", bad, 1, "listen");
        row("listen is a number", "\"[::]:7443\"", "7443", bad, 1, "listen");
        row("bare IPv6", "[::]:7443", ":::7443", bad, 1, "listen");
        row("certificate empty", "identity/node.crt", "", bad, 1, "certificate");
        row("limits is a number",
            "{\n        \"inboundMiB\": 4096,\n        \"logCacheMiB\": 4096,\n        "
            "\"outboxMiB\": 4096\n    }",
            "5", bad, 1, "limits");
        row("limit 0", "\"outboxMiB\": 4096", "\"outboxMiB\": 0", bad, 1, "limits.outboxMiB");
        row("limit negative", "\"outboxMiB\": 4096", "\"outboxMiB\": -1", bad, 1, "limits.outboxMiB");
        row("limit a fraction", "\"outboxMiB\": 4096", "\"outboxMiB\": 0.5", bad, 1, "limits.outboxMiB");
        row("limit huge", "\"outboxMiB\": 4096", "\"outboxMiB\": 1e18", bad, 1, "limits.outboxMiB");
        row("limit a text", "\"outboxMiB\": 4096", "\"outboxMiB\": \"4G\"", bad, 1, "limits.outboxMiB");
        row("grace of 31 days", "\"crlGraceHours\": 0", "\"crlGraceHours\": 744", bad, 1, "crlGraceHours");
        row("negative grace", "\"crlGraceHours\": 0", "\"crlGraceHours\": -1", bad, 1, "crlGraceHours");
        row("no distinguishing id", "1234567812345678", "", bad, 1, "sm2Id");
        row("no folder of lists", "identity/crl", "", bad, 1, "revocationLists");
        row("groups are a text", "\"localGroups\": [\n        \"hrss\"\n    ]", "\"localGroups\": \"hrss\"", bad, 1,
            "localGroups");
        row("SM2 key not there", "sm2-sign.key", "other.key", events::CFG_MISSING_CERT, 0, "identity/other.key");
        row("no suite", "[\n            \"SM4-GCM+SM3+SM2\"\n        ]", "[]", bad, 1, "crypto.suites");
        row("unknown suite", "SM4-GCM+SM3+SM2", "RC4", bad, 1, "crypto.suites");
        row("a suite for nobody", "\"links\": [\n        ]", "\"links\": [{\"suites\": []}]", events::CFG_MISSING_KEY,
            1, "crypto.links[0].peer");
        row("a limit raised", "\"packets\": 1048576", "\"packets\": 1048577", bad, 1, "crypto.keys.packets");
        row("a key for ever", "\"hours\": 24", "\"hours\": 0", bad, 1, "crypto.keys.hours");
        row("a device by a relative path", "\"device\": \"\"", "\"device\": \"libcard.so\"", bad, 1, "crypto.device");
        row("a device and a provider", "\"provider\": \"\"",
            "\"provider\": \"/usr/lib/b.so\", \"device\": \"/usr/lib/a.so\"", bad, 1, "crypto.provider");
        row("a passphrase in two places", "\"passphraseKeychain\": \"\"",
            "\"passphraseKeychain\": \"340000\", \"passphraseFile\": \"/etc/p\"", bad, 1, "crypto.passphraseKeychain");
        row("certificate not there", "node.crt", "other.crt", events::CFG_MISSING_CERT, 0, "identity/other.crt");
        row("key not there", "node.key", "other.key", events::CFG_MISSING_CERT, 0, "identity/other.key");
        row("authority not there", "authority.crt", "a.crt", events::CFG_MISSING_CERT, 0, "identity/a.crt");
        row("certificate is a directory", "identity/node.crt", "identity", events::CFG_BAD_PATH, 0, "certificate");
        row("absolute and not there", "identity/node.crt", "/no/such.crt", events::CFG_MISSING_CERT, 0, "/no/such.crt");
    }

    void refusesAWrongFile()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, event);
        QFETCH(int, argument);
        QFETCH(QString, mentioned);
        QByteArray text = toJson(m_config);
        QVERIFY2(text.contains(from), text.constData());
        write(text.replace(from, to));
        const auto loaded = loadNodeConfig(m_directory->path());
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, ErrorCode::Config);
        QCOMPARE(loaded.error().event, event);
        QVERIFY2(loaded.error().args.value(argument).endsWith(mentioned),
                 qPrintable(loaded.error().args.join(QStringLiteral(" | "))));
    }

private:
    void write(const QByteArray& text) const { write(nodeConfigPath(m_directory->path()), text); }

    static void write(const QString& path, const QByteArray& text)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text), text.size());
    }

    static NodeConfig sampleConfig()
    {
        NodeConfig config;
        config.code = QStringLiteral("340000");
        config.name = QStringLiteral("n");
        config.listen = QStringLiteral("[::]:7443");
        config.certificate = QStringLiteral("identity/node.crt");
        config.privateKey = QStringLiteral("identity/node.key");
        config.authority = QStringLiteral("identity/authority.crt");
        config.localGroups = {QStringLiteral("hrss")};
        return config;
    }

    const NodeConfig m_config = sampleConfig();
    std::unique_ptr<QTemporaryDir> m_directory;
};

} // namespace busheng

using busheng::TstNodeConfig;
BUSHENG_TEST(TstNodeConfig)
#include "tst_node_config.moc"
