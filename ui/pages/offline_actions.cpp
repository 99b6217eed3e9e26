// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/offline_actions.h"

#include "ui/client/engine_client.h"
#include "ui/client/operator_name.h"
#include "ui/dialogs/gate_dialog.h"
#include "ui/text/words.h"

#include <QFileDialog>

namespace busheng {
namespace {

/// Fits on a medium with FAT.
constexpr qint64 kPartBytes = 4000LL << 20;

enum class Action { None, Gate, Write, Read, Cancel };

bool isIncoming(const SubscriptionRow& row)
{
    return row.direction == SubscriptionRow::Direction::Incoming;
}

Action actionOf(const SubscriptionRow& row)
{
    if (row.gate.state == u"waiting" || row.gate.state == u"rejected")
        return Action::Gate;
    const QString& state = row.offline.state;
    if (state == u"waiting" || state == u"failed" || state == u"wantsPart")
        return isIncoming(row) ? Action::Read : Action::Write;
    return state == u"importing" || state == u"exporting" ? Action::Cancel : Action::None;
}

} // namespace

OfflineActions::OfflineActions(EngineClient& client, QWidget* window)
    : QObject(window), m_client(client), m_window(window)
{
}

QString OfflineActions::text(const SubscriptionRow& row)
{
    switch (actionOf(row)) {
    case Action::Gate:
        return tr("Quality gate…");
    case Action::Write:
        return tr("Write package…");
    case Action::Read:
        return tr("Read package…");
    case Action::Cancel:
        return tr("Stop the package");
    case Action::None:
        break;
    }
    return {};
}

QString OfflineActions::method(const SubscriptionRow& row)
{
    switch (actionOf(row)) {
    case Action::Gate:
        return QStringLiteral("gateReport");
    case Action::Write:
        return QStringLiteral("exportPackage");
    case Action::Read:
        return QStringLiteral("importPackage");
    case Action::Cancel:
        return isIncoming(row) ? QStringLiteral("cancelImport") : QStringLiteral("cancelExport");
    case Action::None:
        break;
    }
    return {};
}

QString OfflineActions::progressText(const SubscriptionRow& row)
{
    const OfflineSnapshot& offline = row.offline;
    if (offline.state.isEmpty())
        return {};
    QString text = Words::offlineState(offline.state);
    if (offline.packetsTotal > 0)
        text += QStringLiteral(" · ") + Words::percent(double(offline.packets) / double(offline.packetsTotal));
    if (offline.parts > 0)
        text += QStringLiteral(" · ") + tr("parts: %1").arg(Words::count(quint64(offline.parts)));
    if (offline.bytes > 0)
        text += QStringLiteral(" · ") + Words::bytes(offline.bytes);
    return text;
}

void OfflineActions::act(const SubscriptionRow& row)
{
    switch (actionOf(row)) {
    case Action::Gate: {
        auto* dialog = new GateDialog(m_client, row.name, m_window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
        break;
    }
    case Action::Write:
    case Action::Read:
        chooseFolder(row);
        break;
    case Action::Cancel:
        cancel(row);
        break;
    case Action::None:
        break;
    }
}

void OfflineActions::chooseFolder(const SubscriptionRow& row)
{
    auto* dialog =
        new QFileDialog(m_window, isIncoming(row) ? tr("Folder with the package") : tr("Folder for the package"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this, row](const QString& folder) { useFolder(row, folder); });
    dialog->open();
}

void OfflineActions::useFolder(const SubscriptionRow& row, const QString& folder)
{
    send([row, folder](EngineApi& engine, Reply<> reply) {
        if (isIncoming(row))
            engine.offline().importPackage(row.name, folder, operatorName(), std::move(reply));
        else
            engine.offline().exportPackage(row.stream, folder, kPartBytes, operatorName(), std::move(reply));
    });
}

void OfflineActions::cancel(const SubscriptionRow& row)
{
    send([row](EngineApi& engine, Reply<> reply) {
        if (isIncoming(row))
            engine.offline().cancelImport(row.name, std::move(reply));
        else
            engine.offline().cancelExport(row.stream, std::move(reply));
    });
}

void OfflineActions::send(std::function<void(EngineApi&, Reply<>)> call)
{
    m_client.request<void>(this, std::move(call), [this](const Result<>& result) {
        if (!result)
            Q_EMIT failed(result.error());
    });
}

} // namespace busheng
