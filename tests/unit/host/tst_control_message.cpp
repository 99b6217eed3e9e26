// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/control_message.h"
#include "tests/support/test_main.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>

using namespace busheng;
using namespace busheng::control;

namespace {

std::vector<Body> samples()
{
    const KeyRange range{"after", "up to"};
    ChunkDigest chunk;
    chunk.tableId = 3;
    chunk.range = range;
    chunk.rows = 2000;
    chunk.sumLow = 0xffffffffffffffffULL;
    chunk.sumHigh = 1;
    const std::vector<TableMapping> part{
        {QStringLiteral("public.person"), {}, {QStringLiteral("id")}, {}, QStringLiteral("id > 3")}};
    return {
        WantedStreams{{1, 2, 0xffffffffU}},
        Subscribe{QStringLiteral("区划"), 7, Digest{'d'}, 6, 99, {{1, "pem"}, {2, "other"}}},
        Subscribe{QStringLiteral("区划"), 7, Digest{'d'}, 6, 99, {{1, "pem"}}, part},
        Subscribe{QStringLiteral("区划"), 7, Digest{'d'}, 6, 99, {{1, "pem"}}, {}, true, true},
        Subscribed{QStringLiteral("LNK_REFUSED"), {QStringLiteral("340000"), QStringLiteral("why")}},
        SourceStatus{10, 9, 8, 7, -1, 250, QStringLiteral("DSK_FULL"), {QStringLiteral("/x")}},
        VerifyRequest{5, true, 2, Bytes("key"), 60000, true, false, {}},
        VerifyRequest{5, false, 0, {}, 0, false, true, part},
        TableCounts{5, 100, {1, 0, 665276}},
        TableCounts{5, 100, {1, 2}, {QStringList{QStringLiteral("scan")}, QStringList()}},
        ChunkDigests{5, {chunk, chunk}, true, 2, Bytes("key")},
        RowsRequest{5, 3, range},
        RowsRequest{5, 3, range, true},
        Rows{5, 3, range, {"row", ""}},
        VerifyEnd{5, QStringLiteral("VRF_FAILED"), {QStringLiteral("a"), QStringLiteral("b")}},
        RepairRequest{5, {{3, "key"}, {4, ""}}},
        Keys{3, {{3, 1, "wrapped"}, {4, 2, "other"}}},
        KeysHeld{4,
                 {{3, QStringLiteral("0123456789abcdef")}, {4, QString()}},
                 QStringLiteral("KEY_SUITE"),
                 {QStringLiteral("a")}},
        Statement{QStringLiteral("receipt"), 9, QStringLiteral("ab"), 3, 4, 5, 6, 7, 8,
                  QStringLiteral("SM4-GCM+SM3+SM2"), "pem", "signature"},
        ReloadTable{QStringLiteral("public.人员")},
        RepairRequest{5, {{3, "key"}}, part},
        TextsRequest{6, QStringLiteral("区划"), 100'000},
        Texts{6, "content", QStringLiteral("LNK_NO_RIGHT"), {QStringLiteral("a")}},
        StructureRequest{7, QStringLiteral("区划")},
        StructureAnswer{7, "content", QStringLiteral("LNK_NO_RIGHT"), {QStringLiteral("a")}},
    };
}

} // namespace

class TstControlMessage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindComesBackAsItWas()
    {
        for (const Body& body : samples()) {
            const Message message = encode(9, body);
            QCOMPARE(message.type, MessageType::Control);
            QCOMPARE(message.stream, 9U);
            const auto back = decode(message);
            QVERIFY_OK(back);
            QCOMPARE(back->index(), body.index());
            QVERIFY(encode(9, *back).payload == message.payload);
        }
    }

    void refusesEveryTruncation()
    {
        for (const Body& body : samples()) {
            Message message = encode(9, body);
            while (!message.payload.empty()) {
                message.payload.pop_back();
                const auto back = decode(message);
                QVERIFY(!back);
                QCOMPARE(back.error().code, ErrorCode::Protocol);
            }
        }
    }

    void refusesUnknownKindsAndMissingMembers()
    {
        for (const QByteArray& json :
             {QByteArray("{}"), QByteArray("{\"kind\":\"dance\"}"), QByteArray("{\"kind\":\"verify\"}"),
              QByteArray("{\"kind\":\"verify\",\"id\":-1,\"fieldLevel\":true}"),
              QByteArray("{\"kind\":\"verify\",\"id\":\"1\",\"fieldLevel\":true}")}) {
            const QCborMap map = QCborMap::fromJsonObject(QJsonDocument::fromJson(json).object());
            const auto back = decode({MessageType::Control, 1, Bytes(view(map.toCborValue().toCbor()))});
            QVERIFY2(!back, json.constData());
            QCOMPARE(back.error().code, ErrorCode::Protocol);
        }
    }

    /// A source of before would take the message for one that wants everything.
    void aPartIsAskedForByAnotherKind()
    {
        Subscribe subscribe{QStringLiteral("d"), 0, Digest{}, 0, 0, {{1, "pem"}}};
        const auto kindOf = [](const Message& message) {
            return QCborValue::fromCbor(toQByteArray(message.payload)).toMap().value(QStringLiteral("kind")).toString();
        };
        QCOMPARE(kindOf(encode(1, subscribe)), QStringLiteral("subscribe"));
        subscribe.shape = {{QStringLiteral("t"), {}, {QStringLiteral("id")}, {}, {}}};
        QCOMPARE(kindOf(encode(1, subscribe)), QStringLiteral("subscribe-part"));
        const auto back = decode(encode(1, subscribe));
        QVERIFY_OK(back);
        QCOMPARE(std::get<Subscribe>(*back).shape, subscribe.shape);
    }

    void refusesHostileParts()
    {
        const Message good = encode(1, samples().at(2));
        QCborMap map = QCborValue::fromCbor(toQByteArray(good.payload)).toMap();
        const auto withShape = [&map](const QCborValue& shape) {
            map[QStringLiteral("shape")] = shape;
            return decode({MessageType::Control, 1, Bytes(view(map.toCborValue().toCbor()))});
        };
        QVERIFY(!withShape(QCborValue()));
        QVERIFY(!withShape(QByteArray()));
        QVERIFY(!withShape(QByteArray("x")));
        QVERIFY(!withShape(QStringLiteral("text")));
        const TableMapping long1{QString(1001, u'x'), {}, {}, {}, QStringLiteral("a = 1")};
        const TableMapping long2{QStringLiteral("t"), {}, {}, {}, QString(9000, u'x')};
        const TableMapping twice{QStringLiteral("t"), {}, {QStringLiteral("a")}, {}, {}};
        for (const std::vector<TableMapping>& bad : {std::vector<TableMapping>{long1}, std::vector<TableMapping>{long2},
                                                     std::vector<TableMapping>{twice, twice}})
            QVERIFY(!withShape(toQByteArray(encodeMappings(bad))));
        map.remove(QLatin1String("shape"));
        QVERIFY(!decode({MessageType::Control, 1, Bytes(view(map.toCborValue().toCbor()))}));
    }

    void survivesRandomBytes()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        QRandomGenerator random(seed);
        for (int round = 0; round < 3000; ++round) {
            for (const Body& body : samples()) {
                Message message = encode(9, body);
                for (int i = 0; i < 3; ++i)
                    message.payload[random.bounded(static_cast<quint32>(message.payload.size()))] =
                        static_cast<char>(random.bounded(256));
                const auto back = decode(message);
                if (!back)
                    QVERIFY2(back.error().code == ErrorCode::Protocol, qPrintable(QStringLiteral("seed %1").arg(seed)));
            }
        }
    }

    void progressAndRefusalAreExact()
    {
        const auto progress = decodeProgress(encodeProgress(MessageType::Applied, 2, {7, 1ULL << 63}));
        QVERIFY_OK(progress);
        QCOMPARE(progress->sequence, 7U);
        QCOMPARE(progress->position, 1ULL << 63);
        const auto refusal = decodeRefusal(encodeRefusal(2, {8, QStringLiteral("PKT_FORK")}));
        QVERIFY_OK(refusal);
        QCOMPARE(refusal->event, QStringLiteral("PKT_FORK"));
        QVERIFY(!decodeProgress({MessageType::Applied, 2, Bytes(15, 'x')}));
        QVERIFY(!decodeProgress({MessageType::Applied, 2, Bytes(17, 'x')}));
        QVERIFY(!decodeRefusal({MessageType::Refused, 2, Bytes(9, '\xff')}));
        QVERIFY(!decodeRefusal(encodeRefusal(2, {8, QString(65, u'x')})));
    }
};

BUSHENG_TEST(TstControlMessage)
#include "tst_control_message.moc"
