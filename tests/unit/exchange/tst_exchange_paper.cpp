// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/node_init.h"
#include "engine/api/node_config.h"
#include "engine/base/clock.h"
#include "engine/exchange/exchange_paper.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace busheng;

namespace {

struct Node {
    Node(const QTemporaryDir& folder, const QString& code, const QString& authority = QStringLiteral("authority"))
    {
        const QString directory = folder.filePath(code + authority);
        if (auto made = initializeNode({directory, code, code, {}, folder.filePath(authority)}); !made)
            qFatal("%s", qPrintable(made.error().toString()));
        const auto config = loadNodeConfig(directory);
        identity =
            std::move(*Sm2Identity::create({config->sm2Certificate, config->sm2PrivateKey, config->sm2Authority}));
        lists = std::move(*RevocationLists::read(config->revocationLists));
    }
    QString verdict(const ExchangePaper& paper) const
    {
        const auto checked = checkPaper(paper, *identity, lists, systemClock().utcMs(), 0);
        return checked ? QString() : checked.error().event;
    }

    std::unique_ptr<Sm2Identity> identity;
    RevocationLists lists;
};

ExchangeStep stepFrom(const QString& node)
{
    ExchangeStep step;
    step.agreement = QStringLiteral("100000-20261127-ABCDEF");
    step.kind = QStringLiteral("apply");
    step.from = node;
    step.to = QStringLiteral("340000");
    step.dataset = QStringLiteral("参保登记");
    step.tables = {
        {QStringLiteral("person"), {}, {QStringLiteral("id"), QStringLiteral("name")}, {}, QStringLiteral("id > 5")}};
    step.purpose = QStringLiteral("养老金核查");
    step.legalBasis = QStringLiteral("第五条");
    step.by = QStringLiteral("李");
    step.validUntilUtcMs = 1'900'000'000'000;
    step.utcMs = 1'800'000'000'000;
    return step;
}

} // namespace

class TstExchangePaper : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_ministry = std::make_unique<Node>(m_folder, QStringLiteral("100000"));
        m_province = std::make_unique<Node>(m_folder, QStringLiteral("340000"));
        m_paper = *signPaper(stepFrom(QStringLiteral("100000")), *m_ministry->identity);
    }

    void whatWasWrittenIsReadAndProved()
    {
        const auto read = readPaper(writePaper(m_paper), QStringLiteral("file"));
        QVERIFY_OK(read);
        QCOMPARE(read->step, m_paper.step);
        QCOMPARE(m_province->verdict(*read), QString());
        QCOMPARE(stepDigest(read->step), stepDigest(m_paper.step));
    }

    /// Each member alone, so that none stands outside the signature.
    void whatWasChangedIsRefused()
    {
        const std::vector<std::function<void(ExchangeStep&)>> changes{
            [](ExchangeStep& s) { s.agreement += u'1'; },
            [](ExchangeStep& s) { s.kind = QStringLiteral("withdraw"); },
            [](ExchangeStep& s) { s.to = QStringLiteral("350000"); },
            [](ExchangeStep& s) { s.dataset += u'x'; },
            [](ExchangeStep& s) { s.tables.front().columns.append(QStringLiteral("card")); },
            [](ExchangeStep& s) { s.tables.front().filter.clear(); },
            [](ExchangeStep& s) { s.tables.front().table += u'x'; },
            [](ExchangeStep& s) {
                s.tables.push_back({QStringLiteral("secret"), {}, {QStringLiteral("id")}, {}, {}});
            },
            [](ExchangeStep& s) { s.purpose += u'x'; },
            [](ExchangeStep& s) { s.legalBasis += u'x'; },
            [](ExchangeStep& s) { s.reason += u'x'; },
            [](ExchangeStep& s) { s.by += u'x'; },
            [](ExchangeStep& s) { s.previous += u'x'; },
            [](ExchangeStep& s) { ++s.validUntilUtcMs; },
            [](ExchangeStep& s) { ++s.utcMs; },
        };
        for (const auto& change : changes) {
            ExchangePaper changed = m_paper;
            change(changed.step);
            QCOMPARE(m_province->verdict(changed), events::EXC_SIGNATURE);
        }
        ExchangePaper changed = m_paper;
        changed.step.from = QStringLiteral("350000"); // it says that it is of another node
        QCOMPARE(m_province->verdict(changed), events::EXC_SIGNATURE);
    }

    void anotherNodeCannotSignForIt()
    {
        // With a good certificate of the same authority.
        const auto forged = signPaper(stepFrom(QStringLiteral("100000")), *m_province->identity);
        QVERIFY_OK(forged);
        QCOMPARE(m_ministry->verdict(*forged), events::EXC_SIGNATURE);
        // With one of its own authority, in the right name.
        const Node stranger(m_folder, QStringLiteral("100000"), QStringLiteral("elsewhere"));
        const auto strange = signPaper(stepFrom(QStringLiteral("100000")), *stranger.identity);
        QVERIFY_OK(strange);
        QCOMPARE(m_province->verdict(*strange), events::CRT_INVALID);
        // With the right certificate and another's key.
        ExchangePaper mixed = *forged;
        mixed.certificates = m_paper.certificates;
        QCOMPARE(m_province->verdict(mixed), events::EXC_SIGNATURE);
    }

    void whatIsNoPaperIsRefused()
    {
        const QJsonObject good = QJsonDocument::fromJson(writePaper(m_paper)).object();
        const auto refused = [](const QJsonObject& json) {
            const auto read = readPaper(QJsonDocument(json).toJson(), QStringLiteral("file"));
            return !read && read.error().event == events::EXC_UNREADABLE;
        };
        QVERIFY(!refused(good));
        for (const QString& key : good.keys()) {
            QJsonObject without = good;
            without.remove(key);
            QVERIFY2(refused(without), qPrintable(key));
        }
        const auto with = [&good](const char* key, const QJsonValue& value) {
            QJsonObject changed = good;
            changed[QLatin1String(key)] = value;
            return changed;
        };
        QVERIFY(refused(with("format", QStringLiteral("other"))));
        QVERIFY(refused(with("version", 2)));
        QVERIFY(refused(with("signature", QStringLiteral("%%%"))));
        QVERIFY(refused(with("signature", QString())));
        QVERIFY(refused(with("certificates", QJsonArray())));
        QVERIFY(refused(with("certificates", QJsonArray{QStringLiteral("!")})));
        QVERIFY(refused(with("more", 1)));
        QJsonObject step = good[QLatin1String("step")].toObject();
        QJsonObject table = step[QLatin1String("tables")].toArray().first().toObject();
        table[QLatin1String("targetTable")] = QStringLiteral("unsigned");
        step[QLatin1String("tables")] = QJsonArray{table};
        QVERIFY(refused(with("step", step)));
        QVERIFY(!readPaper("not JSON", QStringLiteral("file")));
        QVERIFY(!readPaper(QByteArray(kLargestPaper + 1, ' '), QStringLiteral("file")));
    }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<Node> m_ministry;
    std::unique_ptr<Node> m_province;
    ExchangePaper m_paper;
};

BUSHENG_TEST(TstExchangePaper)
#include "tst_exchange_paper.moc"
