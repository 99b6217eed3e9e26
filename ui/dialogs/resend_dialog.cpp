// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/resend_dialog.h"

#include "ui/client/operator_name.h"
#include "ui/text/display_text.h"
#include "ui/text/words.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/table_setup.h"

#include <QDialogButtonBox>
#include <QHeaderView>

namespace busheng {
namespace {

constexpr QSize kSize(720, 460);

using Effects = ResendModel::Effects;

BadgeDelegate::Look effectLook(int effect)
{
    switch (Effects(effect)) {
    case Effects::Send:
        return {QStringLiteral("outgoing"), Tone::Busy};
    case Effects::Repeated:
        return {QStringLiteral("ok"), Tone::Neutral};
    case Effects::Gone:
        return {QStringLiteral("alarm"), Tone::Warning};
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

} // namespace

ResendDialog::ResendDialog(EngineClient& client, const QString& task, const QStringList& paths, QWidget* parent,
                           Reason reason)
    : EngineDialog(client, parent), m_task(task), m_paths(paths), m_reason(reason), m_summary(new QLabel),
      m_table(new QTableView), m_send(nullptr)
{
    build();
    resize(kSize);
    ask(true);
}

void ResendDialog::build()
{
    setWindowTitle(tr("Send files of %1 again").arg(displayText(m_task)));
    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    setUpTable(*m_table, m_model);
    m_table->setSortingEnabled(false);
    m_table->setItemDelegate(new RowDelegate(-1, m_table));
    m_table->setItemDelegateForColumn(ResendModel::Effect,
                                      new BadgeDelegate(ResendModel::EffectRole, &effectLook, m_table));
    setColumnWidths(*m_table, {{ResendModel::Effect, 24}, {ResendModel::Size, 12}});
    m_table->horizontalHeader()->setSectionResizeMode(ResendModel::Path, QHeaderView::Stretch);
    m_table->setAccessibleName(tr("Files"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    m_summary->setText(tr("Looking what would happen…"));
    auto* buttons = new QDialogButtonBox;
    m_send = buttons->addButton(tr("Send again"), QDialogButtonBox::AcceptRole);
    m_send->setEnabled(false);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    layout->addWidget(m_summary);
    layout->addWidget(m_table, 1);
    layout->addWidget(buttons);
    setBody(body);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] { ask(false); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void ResendDialog::ask(bool preview)
{
    if (isWaiting())
        return; // nothing is sent twice by a double click
    beginWaiting();
    client().request<FileResend>(
        this,
        [task = m_task, paths = m_paths, preview](EngineApi& engine, Reply<FileResend> reply) {
            engine.files().resendFiles(task, paths, preview, operatorName(), std::move(reply));
        },
        [this, preview](const Result<FileResend>& found) {
            endWaiting(found ? std::optional<Error>() : found.error());
            if (!found) {
                if (preview)
                    m_summary->setText(tr("What would happen could not be found out."));
                return;
            }
            if (preview)
                return showPreview(*found);
            Q_EMIT begun(m_task, found->run);
            accept();
        });
}

void ResendDialog::showPreview(const FileResend& found)
{
    m_model.setRows(found.items);
    QStringList parts{tr("%1 are sent").arg(Words::count(found.toSend))};
    const bool isMissingThere = m_reason == Reason::MissingThere;
    if (found.repeated > 0 && isMissingThere)
        parts.append(tr("%1 were acknowledged before: the receiver takes those that it has not")
                         .arg(Words::count(found.repeated)));
    else if (found.repeated > 0)
        parts.append(tr("%1 arrived as they are: nothing happens to them").arg(Words::count(found.repeated)));
    if (found.gone > 0)
        parts.append(tr("%1 are not there any more").arg(Words::count(found.gone)));
    const quint64 all = found.toSend + found.repeated + found.gone;
    if (all > found.items.size())
        parts.append(tr("the first %1 are listed").arg(Words::count(found.items.size())));
    m_summary->setText(all == 0 ? tr("There is nothing to send again: the failed directory of the task is empty.")
                                : parts.join(QStringLiteral(" · ")));
    m_send->setEnabled(found.toSend > 0 || (isMissingThere && found.repeated > 0));
    (m_send->isEnabled() ? static_cast<QWidget*>(m_send) : m_table)->setFocus();
}

} // namespace busheng
