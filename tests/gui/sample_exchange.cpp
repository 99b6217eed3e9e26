// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/sample_exchange.h"

namespace busheng::test {
namespace {

constexpr qint64 kThen = 1'795'000'000'000;
constexpr qint64 kDay = 86'400'000;
const QString kOwn = QStringLiteral("340000");
const QString kMinistry = QStringLiteral("000000");

std::vector<OfferedTable> tables()
{
    const auto column = [](const char* name, const char* type, bool isKey = false, bool isSensitive = false) {
        return OfferedColumn{QLatin1String(name), QLatin1String(type), isKey, isSensitive};
    };
    return {{QStringLiteral("person"),
             {column("id", "bigint", true), column("name", "varchar(64)"), column("card", "char(18)", false, true)}},
            {QStringLiteral("payment"),
             {column("id", "bigint", true), column("person_id", "bigint"), column("amount", "numeric(12,2)")}}};
}

std::vector<TableMapping> person(const QStringList& columns)
{
    return {{QStringLiteral("person"), {}, columns, {}, {}}};
}

ExchangeAgreement agreement(const char* id, bool isProvider, AgreementState state)
{
    ExchangeAgreement made;
    made.id = QLatin1String(id);
    made.isProvider = isProvider;
    made.peerCode = kMinistry;
    made.dataset = isProvider ? QStringLiteral("register") : QStringLiteral("divisions");
    made.state = state;
    made.asked = person({QStringLiteral("id"), QStringLiteral("name"), QStringLiteral("card")});
    made.purpose = QStringLiteral("养老保险关系转移核查");
    made.legalBasis = QStringLiteral("《社会保险法》第十九条");
    made.validUntilUtcMs = kThen + 365 * kDay;
    made.by = QStringLiteral("李");
    made.changedUtcMs = kThen;
    made.newest = made.id;
    return made;
}

} // namespace

std::vector<DatasetOffer> someOffers()
{
    DatasetOffer own{kOwn,
                     QStringLiteral("register"),
                     QStringLiteral("养老保险参保登记"),
                     QStringLiteral("全省参保人员基本信息与缴费"),
                     QStringLiteral("信息处 0551-62660000"),
                     QStringLiteral("实时"),
                     QStringLiteral("log"),
                     true,
                     tables()};
    DatasetOffer granted = own;
    granted.dataset = QStringLiteral("codes");
    granted.title.clear();
    granted.onApplication = false;
    DatasetOffer theirs = own;
    theirs.provider = kMinistry;
    theirs.dataset = QStringLiteral("divisions");
    theirs.title = QStringLiteral("全国行政区划");
    theirs.description = QStringLiteral("县级以上行政区划代码与名称");
    theirs.contact = QStringLiteral("信息中心 010-84200000");
    theirs.refresh = QStringLiteral("每天 02:30");
    return {own, granted, theirs};
}

std::vector<ExchangeAgreement> someAgreements()
{
    ExchangeAgreement inForce = agreement("000000-20261120-5F0C3A", true, AgreementState::Approved);
    inForce.approved = person({QStringLiteral("id"), QStringLiteral("name")});
    ExchangeAgreement revoked = agreement("340000-20261101-77AA01", false, AgreementState::Revoked);
    revoked.reason = QStringLiteral("审计");
    return {agreement("000000-20261127-A1B2C3", true, AgreementState::Applied), inForce,
            agreement("340000-20261126-0D0E0F", false, AgreementState::Draft), revoked};
}

std::vector<ExchangeEvent> someExchangeEvents()
{
    return {{1,
             {},
             QStringLiteral("apply"),
             kMinistry,
             QStringLiteral("李"),
             kThen,
             {},
             QStringLiteral("link"),
             QStringLiteral("d1"),
             QStringLiteral("applied"),
             {}},
            {2,
             {},
             QStringLiteral("approve"),
             kOwn,
             QStringLiteral("王"),
             kThen + kDay,
             QStringLiteral("按最小必要原则"),
             QStringLiteral("own"),
             QStringLiteral("d2"),
             QStringLiteral("approved"),
             QStringLiteral("taken")}};
}

GateReport someGateReport()
{
    const QString table = QStringLiteral("public.ac01");
    GateReport report;
    report.subscription = QStringLiteral("部_标准代码");
    report.stream = QStringLiteral("000000/1");
    report.rowsLoaded = 665'276;
    report.state = QStringLiteral("waiting");
    report.results = {{{table, QStringLiteral("rows"), {}, QStringLiteral("600000..700000")}},
                      {{table, QStringLiteral("unique"), {QStringLiteral("aac001")}}},
                      {{table, QStringLiteral("idCard"), {QStringLiteral("aac002")}},
                       2,
                       {QStringLiteral("34010001"), QStringLiteral("34010977")}},
                      {{table, QStringLiteral("codes"), {QStringLiteral("aab301")}, QStringLiteral("GB/T 2260")},
                       1,
                       {QStringLiteral("34020411")}}};
    return report;
}

} // namespace busheng::test
