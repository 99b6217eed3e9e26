// SPDX-License-Identifier: GPL-3.0-or-later
// The plot of a chart, by Qt Charts and as it is drawn where there is none: the same picture.
#include "tests/support/test_main.h"
#include "ui/charts/plot_canvas.h"

#include <QImage>

#include <memory>

using namespace busheng;

namespace {

constexpr double kSeconds = 600;
constexpr QRectF kArea(40, 10, 240, 100);

/// Half an hour of nothing, then a plateau: 0 until -300 s, 50 of 100 from there on.
QImage picture(PlotCanvas& canvas)
{
    canvas.resize(300, 130);
    canvas.setColors({Qt::red, QColor(0, 0, 255), QColor(0, 0, 255), QColor(0, 160, 0)});
    canvas.setMaximum(100, 4);
    canvas.setPlotArea(kArea);
    canvas.setPoints({{-600, 0}, {-300, 0}, {-299, 50}, {0, 50}});
    canvas.show();
    if (!QTest::qWaitForWindowExposed(&canvas))
        return {};
    QImage image(canvas.size(), QImage::Format_ARGB32);
    image.fill(Qt::white);
    canvas.render(&image, QPoint(), QRegion(), QWidget::DrawChildren);
    return image;
}

enum class Ink { Nothing, Line, Area, Grid, Other };

Ink inkAt(const QImage& image, int x, int y)
{
    const QColor color = image.pixelColor(x, y);
    if (color.red() > 200 && color.green() > 200 && color.blue() > 200)
        return Ink::Nothing;
    if (color.red() > 120 && color.green() < 120 && color.blue() < 140)
        return Ink::Line;
    if (color.blue() > 120 && color.green() < 120)
        return Ink::Area;
    return color.green() > 100 && color.red() < 160 && color.blue() < 160 ? Ink::Grid : Ink::Other;
}

/// Whether the ink is found within two pixels above or below.
bool hasInk(const QImage& image, int x, int y, Ink ink)
{
    for (int at = y - 2; at <= y + 2; ++at) {
        if (inkAt(image, x, at) == ink)
            return true;
    }
    return false;
}

} // namespace

class TstPlotCanvas : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bothDrawTheSame_data()
    {
        QTest::addColumn<bool>("painted");
        QTest::newRow("of this build") << false;
        QTest::newRow("painted by ourselves") << true;
    }

    void bothDrawTheSame()
    {
        QFETCH(const bool, painted);
        const std::unique_ptr<PlotCanvas> canvas(painted ? makePaintedCanvas(kSeconds, nullptr)
                                                         : makePlotCanvas(kSeconds, nullptr));
        const QImage image = picture(*canvas);
        QVERIFY(!image.isNull());
        const int left = 100;  // -450 s
        const int right = 220; // -150 s
        QVERIFY(hasInk(image, right, 60, Ink::Line));
        QVERIFY(hasInk(image, right, 95, Ink::Area));
        QVERIFY(hasInk(image, right, 35, Ink::Grid));
        QVERIFY(hasInk(image, left, 110, Ink::Line));
        QVERIFY(hasInk(image, left, 60, Ink::Grid));
        QCOMPARE(inkAt(image, left, 95), Ink::Nothing);
        QCOMPARE(inkAt(image, right, 48), Ink::Nothing);
        QCOMPARE(inkAt(image, 20, 60), Ink::Nothing); // beside the plot
        QCOMPARE(inkAt(image, 290, 60), Ink::Nothing);
    }

    void withoutTwoPointsThereIsNoLine()
    {
        const std::unique_ptr<PlotCanvas> canvas(makePaintedCanvas(kSeconds, nullptr));
        picture(*canvas);
        canvas->setPoints({{0, 50}});
        QImage image(canvas->size(), QImage::Format_ARGB32);
        image.fill(Qt::white);
        canvas->render(&image, QPoint(), QRegion(), QWidget::DrawChildren);
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                QVERIFY(inkAt(image, x, y) != Ink::Line);
        }
    }
};

BUSHENG_TEST(TstPlotCanvas)
#include "tst_plot_canvas.moc"
