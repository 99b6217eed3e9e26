// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/restore_dialog.h"

#include "ui/text/display_text.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/wrapped_text.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QPushButton>
#include <QVBoxLayout>

namespace busheng {
namespace {

constexpr int kMargin = 16;
constexpr int kSpacing = 10;
constexpr int kCharacters = 88;
constexpr int kCommandLines = 6;

/// As a shell takes it for one word, whatever is in it.
QString quoted(const QString& path)
{
#ifdef Q_OS_WIN
    return u'"' + path + u'"';
#else
    return u'\'' + QString(path).replace(u'\'', QStringLiteral("'\\''")) + u'\'';
#endif
}

} // namespace

RestoreDialog::RestoreDialog(const NodeSnapshot& node, const QString& file, QWidget* parent)
    : QDialog(parent), m_commands(new QPlainTextEdit)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Restore a node from a backup"));
    const QString restored = node.dataDirectory + QStringLiteral("-restored");
    const QString from = file.isEmpty() ? tr("FILE") : quoted(file);
    auto* about = new WrappedLabel;
    about->setWords(
        tr("A node is restored into an empty folder, on this machine or another, and then started there:\n"
           "• It takes over. As soon as it runs, peers and targets refuse this node and every other copy of it, for "
           "good. Stop this node first where it still runs.\n"
           "• It is as it was at the time of the backup: configuration, ledger and runs from after that are not in "
           "it.\n"
           "• What it sends to others is loaded anew: at each receiver \"Load anew\", or the last command below.\n"
           "• What it receives goes on where its targets stand. Nothing is lost and nothing comes twice.\n"
           "• Databases, and files in the send and receive folders, are not in a backup."));
    auto* how = new WrappedLabel;
    how->setWords(tr("In the console on an empty machine: \"Restore from a backup…\" in the guide of the first start. "
                     "Without a window, these commands; the passphrase is asked for:"));
    m_commands->setReadOnly(true);
    m_commands->setAccessibleName(tr("Commands"));
    m_commands->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_commands->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_commands->setPlainText(QStringList{
        QStringLiteral("busheng-client --data %1 stop").arg(quoted(node.dataDirectory)),
        QStringLiteral("busheng-node restore --from %1 --code %2 --data %3").arg(from, node.code, quoted(restored)),
        QStringLiteral("busheng-node run --data %1").arg(quoted(restored)),
        QStringLiteral("busheng-client subscription reload %1 --yes").arg(tr("NAME"))}
                                 .join(u'\n'));
    const QFontMetrics metrics(m_commands->font());
    m_commands->setMinimumHeight(kCommandLines * metrics.lineSpacing());
    m_commands->setMinimumWidth(kCharacters * metrics.horizontalAdvance(u'0'));
    auto* buttons = new QDialogButtonBox;
    QPushButton* copy = buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
    copy->setIcon(themedIcon(QStringLiteral("copy")));
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    layout->setSpacing(kSpacing);
    layout->addWidget(about);
    layout->addWidget(how);
    layout->addWidget(m_commands, 1);
    layout->addWidget(buttons);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(commands()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

} // namespace busheng
