// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHBoxLayout>
#include <QLabel>
#include <QWidget>

namespace busheng {

class ElidedLabel;
class StateBadge;

/// The strip above a page: its title at the left, and at the right which node this is. Texts are shown as they are:
/// make them safe first.
class NodeHeader : public QWidget {
    Q_OBJECT
public:
    explicit NodeHeader(QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setNode(const QString& name, const QString& code, const QString& certificate);
    /// Behind the identity, at the far right.
    void addTool(QWidget* tool);
    QString title() const { return m_title->text(); }
    QString nodeName() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QHBoxLayout* m_layout;
    QLabel* m_title;
    ElidedLabel* m_name;
    ElidedLabel* m_certificate;
    StateBadge* m_code;
};

} // namespace busheng
