// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/confirmation.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

namespace busheng {

QMessageBox* confirm(QWidget* parent, const Confirmation& what, std::function<void()> onYes)
{
    auto* box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Question);
    box->setTextFormat(Qt::PlainText);
    box->setWindowTitle(what.title);
    box->setText(what.question);
    box->setInformativeText(what.consequence);
    QPushButton* yes = box->addButton(what.yes, QMessageBox::AcceptRole);
    box->setDefaultButton(
        box->addButton(QCoreApplication::translate("Confirmation", "Cancel"), QMessageBox::RejectRole));
    QObject::connect(yes, &QPushButton::clicked, parent, std::move(onYes));
    box->open();
    return box;
}

} // namespace busheng
