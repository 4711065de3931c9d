using MudBlazor;

namespace Marketplace.Web.Components;

/// <summary>The look: pine on warm paper by day, on deep moss by night. Every pair of text and ground has a contrast of at least 4.5.</summary>
public static class Theme
{
    private static readonly string[] Text = ["Inter", "system-ui", "-apple-system", "Segoe UI", "sans-serif"];
    private static readonly string[] Display = ["Manrope", "Inter", "system-ui", "sans-serif"];

    /// <summary>By day; also holds what both share.</summary>
    public static MudTheme Light { get; } = Build(":root");

    /// <summary>By night; its rules win where the page carries <c>data-theme="dark"</c>.</summary>
    public static MudTheme Dark { get; } = Build(":root[data-theme=dark]");

    private static MudTheme Build(string scope) => new()
    {
        PseudoCss = new PseudoCss { Scope = scope },
        PaletteLight = Day(),
        PaletteDark = Night(),
        Typography = Fonts(),
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "10px" },
    };

    private static PaletteLight Day() => new()
    {
        Background = "#f6f4ef",
        BackgroundGray = "#eeebe3",
        Surface = "#ffffff",
        AppbarBackground = "#f6f4ef",
        AppbarText = "#1b2421",
        DrawerBackground = "#efece4",
        DrawerText = "#3a4641",
        DrawerIcon = "#55605b",
        Primary = "#1d5c52",
        PrimaryContrastText = "#ffffff",
        Secondary = "#a8492b",
        SecondaryContrastText = "#ffffff",
        Tertiary = "#5a4b8a",
        Success = "#23703f",
        Warning = "#8a5200",
        WarningContrastText = "#ffffff",
        Error = "#b3261e",
        Info = "#245a8d",
        TextPrimary = "#1b2421",
        TextSecondary = "#55605b",
        TextDisabled = "#8a938e",
        ActionDefault = "#55605b",
        ActionDisabled = "#a9b0ac",
        ActionDisabledBackground = "#e6e3da",
        Divider = "#e3dfd5",
        LinesDefault = "#e3dfd5",
        LinesInputs = "#8a938e",
        TableLines = "#ebe8e0",
        TableHover = "#f6f4ef",
        TableStriped = "#faf9f6",
        Skeleton = "#e6e3da",
        OverlayDark = "rgba(27,36,33,0.45)",
    };

    private static PaletteDark Night() => new()
    {
        Background = "#111614",
        BackgroundGray = "#0d1110",
        Surface = "#1a211e",
        AppbarBackground = "#111614",
        AppbarText = "#e7ece9",
        DrawerBackground = "#151b19",
        DrawerText = "#c3ccc8",
        DrawerIcon = "#a3afaa",
        Primary = "#7fcdbb",
        PrimaryContrastText = "#08201b",
        Secondary = "#f0a184",
        SecondaryContrastText = "#2b0f04",
        Tertiary = "#b8a9ec",
        Success = "#74c995",
        SuccessContrastText = "#06210f",
        Warning = "#e8b45a",
        WarningContrastText = "#2a1a00",
        Error = "#f28b82",
        ErrorContrastText = "#330906",
        Info = "#8ab9e8",
        InfoContrastText = "#061c33",
        TextPrimary = "#e7ece9",
        TextSecondary = "#a3afaa",
        TextDisabled = "#6c7772",
        ActionDefault = "#a3afaa",
        ActionDisabled = "#55605b",
        ActionDisabledBackground = "#262f2b",
        Divider = "#2a3430",
        LinesDefault = "#2a3430",
        LinesInputs = "#6c7772",
        TableLines = "#262f2b",
        TableHover = "#202925",
        TableStriped = "#1d2522",
        Skeleton = "#2a3430",
        Dark = "#e7ece9",
        DarkContrastText = "#111614",
        OverlayDark = "rgba(0,0,0,0.6)",
    };

    private static Typography Fonts() => new()
    {
        Default = new DefaultTypography { FontFamily = Text, FontSize = "0.9375rem", LineHeight = "1.5", LetterSpacing = "0" },
        H1 = new H1Typography { FontFamily = Display, FontSize = "1.625rem", FontWeight = "700", LineHeight = "1.25", LetterSpacing = "-0.015em" },
        H4 = new H4Typography { FontFamily = Display, FontSize = "1.625rem", FontWeight = "700", LineHeight = "1.25", LetterSpacing = "-0.015em" },
        H5 = new H5Typography { FontFamily = Display, FontSize = "1.25rem", FontWeight = "700", LineHeight = "1.3", LetterSpacing = "-0.01em" },
        H6 = new H6Typography { FontFamily = Display, FontSize = "1.0625rem", FontWeight = "700", LineHeight = "1.35", LetterSpacing = "-0.005em" },
        Subtitle1 = new Subtitle1Typography { FontFamily = Text, FontSize = "0.9375rem", FontWeight = "600" },
        Subtitle2 = new Subtitle2Typography { FontFamily = Text, FontSize = "0.8125rem", FontWeight = "600" },
        Body1 = new Body1Typography { FontFamily = Text, FontSize = "0.9375rem", LineHeight = "1.5", LetterSpacing = "0" },
        Body2 = new Body2Typography { FontFamily = Text, FontSize = "0.875rem", LineHeight = "1.45", LetterSpacing = "0" },
        Button = new ButtonTypography { FontFamily = Text, FontSize = "0.875rem", FontWeight = "600", LetterSpacing = "0", TextTransform = "none" },
        Caption = new CaptionTypography { FontFamily = Text, FontSize = "0.8125rem", LetterSpacing = "0" },
        Overline = new OverlineTypography { FontFamily = Text, FontSize = "0.75rem", FontWeight = "600", LetterSpacing = "0.02em", TextTransform = "none" },
    };
}
