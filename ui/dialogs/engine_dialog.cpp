// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/engine_dialog.h"

#include "engine/model/operator_events.h"
#include "ui/widgets/notice_bar.h"

namespace busheng {
namespace {

constexpr int kMargin = 16;
constexpr int kSpacing = 10;

} // namespace

EngineDialog::EngineDialog(EngineClient& client, QWidget* parent)
    : QDialog(parent), m_client(client), m_layout(new QVBoxLayout(this)), m_notice(new NoticeBar(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    m_layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    m_layout->setSpacing(kSpacing);
    m_layout->addWidget(m_notice);
    m_notice->hide();
}

void EngineDialog::setBody(QWidget* body)
{
    m_body = body;
    m_layout->addWidget(body, 1);
}

void EngineDialog::beginWaiting()
{
    m_waiting = true;
    m_notice->hide();
    m_focus = focusWidget();
    m_body->setEnabled(false);
    setCursor(Qt::BusyCursor);
}

void EngineDialog::endWaiting(const std::optional<Error>& error)
{
    m_waiting = false;
    unsetCursor();
    m_body->setEnabled(true);
    if (m_focus)
        m_focus->setFocus();
    if (error && error->event == events::REV_WAITING) // taken, in its way: what was typed is kept in the change
        return accept();
    if (error)
        showFailure(*error);
}

void EngineDialog::showFailure(const Error& error)
{
    m_notice->showError(error);
}

void EngineDialog::hideFailure()
{
    m_notice->hide();
}

void EngineDialog::submit(std::function<void(EngineApi&, Reply<>)> call, std::function<void()> onTaken)
{
    if (m_waiting)
        return;
    beginWaiting();
    m_client.request<void>(this, std::move(call), [this, onTaken = std::move(onTaken)](const Result<>& result) {
        endWaiting(result ? std::optional<Error>() : result.error());
        if (!result)
            return;
        onTaken();
        accept();
    });
}

void EngineDialog::submitSeen(const SeenEdit& edit, std::function<void()> onTaken)
{
    if (m_waiting)
        return;
    beginWaiting();
    m_client.request<void>(
        this, [change = edit.change](EngineApi& engine, Reply<> reply) { engine.changeSeen(change, std::move(reply)); },
        [this, edit, onTaken = std::move(onTaken)](const Result<>& result) {
            const bool isOvertaken = !result && result.error().event == events::REV_OVERTAKEN;
            endWaiting(result || isOvertaken ? std::optional<Error>() : result.error());
            if (isOvertaken)
                return askAboutOther(edit, result.error(), onTaken);
            if (!result)
                return;
            onTaken();
            accept();
        });
}

void EngineDialog::askAboutOther(const SeenEdit& edit, const Error& overtaken, const std::function<void()>& onTaken)
{
    auto* dialog = new OvertakenDialog(edit, overtaken, this);
    connect(dialog, &OvertakenDialog::mineWanted, this,
            [this, onTaken](const SeenEdit& again) { submitSeen(again, onTaken); });
    connect(dialog, &OvertakenDialog::theirsWanted, this, [this](const QJsonObject& theirs) {
        Q_EMIT theirsWanted(theirs);
        done(Rejected); // not reject(), which may ask: this was asked
    });
    dialog->open();
}

void alignLabels(const QFormLayout& form, const QFormLayout& inner)
{
    QList<QWidget*> labels;
    int width = 0;
    for (const QFormLayout* one : {&form, &inner}) {
        for (int row = 0; row < one->rowCount(); ++row) {
            const QLayoutItem* item = one->itemAt(row, QFormLayout::LabelRole);
            if (item == nullptr || item->widget() == nullptr || item->widget()->isHidden())
                continue;
            labels.append(item->widget());
            width = std::max(width, item->widget()->sizeHint().width());
        }
    }
    for (QWidget* label : std::as_const(labels))
        label->setMinimumWidth(width);
}

QStringList namesIn(const QLineEdit& edit)
{
    // Chinese input methods write a comma of their own.
    QStringList names = edit.text().replace(u'，', u',').split(u',', Qt::SkipEmptyParts);
    for (QString& name : names)
        name = name.trimmed();
    names.removeAll(QString());
    return names;
}

} // namespace busheng
