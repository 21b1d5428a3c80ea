"""Words that mean something in the names of organisations, in the languages of the lists. One line is one meaning.

English first, then French, Spanish, Portuguese, German, Dutch, Turkish, Russian, Arabic, Chinese, and romanised Arabic
and Persian words as lists write them. `_` parts the words of a phrase. Inflected forms are found by rules
(`organisations.meaning`), so a line holds each word once. General knowledge, checked against the terms of the UN.
"""


def lines(text: str) -> tuple[str, ...]:
    """One meaning a line; a line that starts with spaces continues the one before."""
    return tuple(text.replace("\n    ", " ").strip().splitlines())


# What kind of body it is, how large, of what rank: two lists seldom agree on it, and it tells next to nothing.
BODIES = lines("""
company 总公司 会社 cia compagnie compania companhia firma bedrijf maatschappij sirket sirketi компания شركة 公司
    sharikat sherkat sharika compagnia gongsi unternehmen kompaniya hoesa hoisa
society foreningen forening stowarzyszenie asotsiatsiya societe sociedad sociedade gesellschaft genootschap общество
    جمعية 协会 jamiyat jamiat jamia jamiyya jamaat association assoc assn asociacion associacao verein vereniging
    verband dernek dernegi cemiyet cemiyeti ассоциация союз_обществ جمعيه anjuman xiehui associazione
    ligue_des_associations rabita rabitat رابطة
foundation yayasan wqf fondation fundacion fundacao stiftung stichting vakfi vakif фонд مؤسسة 基金会 bunyad bonyad
    بنياد waqf وقف fond fonds fund fondo fundo muassasat muassasa mouassassa fondazione 基金 jijin صندوق sunduq
    institution institucion instituicao موسسه fonu foundations
organization hayat hayt hayah organizacija organizacia organizatia organizacja organisation organizacion organizacao
    organisatie orgut orgutu teskilat teskilati организация منظمة 组织 org تنظيم سازمان munazzamat monazzamat tanzim
    tandhim sazman zuzhi organizzazione هيئة haia hayat_al
group skupina grupp jemaa jemmah djamaat jamaah groupe grupo gruppe groep grup grubu группа جماعة 集团 gruppo مجموعة
    majmua gruppa gruppen jamaa jama jemaah groupement grouping agrupacion agrupamento groupings jituan jituangongsi
    gruplar
holding hldg hldgs holdings 控股 холдинг قابضة kongu kholding
enterprise entreprise empresa предприятие مشروع 企业 enterprises entrepreneur emprendimiento qiye onderneming isletme
establishment est etablissement etablissements ets establecimiento estabelecimento منشأة
international intnl internat intl int internacional internationale internazionale uluslararasi международный دولي 国际
    mezhdunarodnyy beynolmelal beinolmelal guoji beynelmilel internationaal alami
general generale geral allgemein algemeen genel генеральный عام 总 umumi umum
service servicio servico dienst dienstleistung hizmet hizmetleri услуга خدمات 服务 svcs srvces svc serv servis fuwu
    hizmetler сервис prestation prestataire خدمة
office bureau oficina escritorio buro kantoor ofis ofisi бюро مكتب 办公室 دفتر maktab daftar ofiss agence agency
    agencia agentur agentschap ajansi агентство وكالة 代理 局 wakala 办事处 daerah
branch succursale sucursal filial filiale zweig sube subesi филиал فرع 分公司 subsidiary zweigstelle filialen
committee hayat comite komitee komite комитет لجنة 委员会 lajna lajnat komitesi weiyuanhui commission comision
    comissao kommission commissie komisyon komisyonu комиссия مفوضية
council conseil consejo conselho rat raad konsey konseyi совет مجلس 理事会 majlis shura soviet shora 议会 meclis
    meclisi
department dep departement departamento abteilung afdeling daire departman департамент إدارة 部门 dept idara
    directorate direction direccion direcao direktion مديرية управление دائرة 厅 section secretariat secretaria
    sekretariat
center centre centro zentrum centrum merkez merkezi центр مركز 中心 markaz zhongxin
union профсоюз trade_union trade_unions gewerkschaft vakbond syndicat sindicato sindicat sendika birlik birligi союз
    اتحاد 联盟 联合会 ittihad etehad unie vereinigung federation federacion federacao foderation federatie federasyon
    federasyonu федерация confederation confederacion league ligue liga lig лига الرابطة konfoderation
military_unit войсковая_часть воинская_часть unite_militaire unidad_militar askeri_birlik
unit unite unidad unidade einheit eenheid birim единица وحدة wahda
chain cadena
brothers freres hermanos irmaos bruder kardesler broers братья إخوان 兄弟 bros ikhwan baradaran fratelli ve_kardesleri
sons fils hijos filhos sohne ogullari zonen сыновья أبناء awlad abnaa
partner partenaire socio parceiro ortaklari شركاء 合伙 partners partnership associates associes asociados
main principal haupt hoofd ana_merkez главный رئيسي
various divers diverse multi
authority 总局 autorite autoridad autoridade behorde autoriteit otorite سلطة 当局
project projet proyecto projeto projekt proje проект 项目
complex complexe complejo complexo komplex комплекс مجمع mojtama compound
trust fideicomiso fiducie treuhand
consortium consorcio konsortium konsorsiyum консорциум concern konzern концерн kontsern joint_venture jv coentreprise
    empresa_mixta
affair asunto assunto angelegenheit شؤون
operation operacion operacao operator operador operadora operateur عمليات
overseas outremer ultramar ubersee
offshore off_shore extraterritorial
representation representacion representacao vertretung представительство تمثيل
line ligne linea linha linie lijn hat линия خط خطوط
capital kapital sermaye капитал رأسمال
area zone zona gebiet alan منطقة
base basis قاعدة
program programme programa programm برنامج программа
chamber_of_commerce handelskammer chambre_de_commerce camara_de_comercio camara_de_comercio_e_industria ticaret_odasi
    kamer_van_koophandel торговая_палата 商会
chamber chambre camara kammer kamer odasi палата غرفة
mission mision missao missie misyon миссия بعثة
post poste correo correios posta почта بريد 邮政
customs douane aduana alfandega zoll gumruk таможня جمارك 海关
sector secteur setor sektor сектор قطاع
village dorf koy деревня قرية aldea
camp campamento acampamento lager kamp лагерь مخيم
""")

# What an organisation does, makes or deals in: many share it, and two that differ in it are usually two.
TRADES = lines("""
bank banking bancario bancaire banque banco bankasi banka банк بنك 银行 banca مصرف بانک masraf yinhang bankas banki
    bankhaus
exchange change cambio wechsel wisselkantoor doviz обмен صرافة 兑换 sarafi saraf sarrafi صرافی sarrafa sarraf
    bureau_de_change casa_de_cambio
money argent dinero dinheiro geld para деньги نقود hawala حوالة transfert_d_argent remittance remesas
finance financier financiero financeiro finanz finanzen financien finansal финансовый مالية 金融 финанс tamwil تمويل
    jinrong financial financement finans
insurance assurance seguros versicherung verzekering sigorta страхование تأمين 保险 seguro bimeh بیمه страховой tamin
    baoxian
credit kredi kredit credito кредит ائتمان 信贷
investment investissement inversion investimento investition investering yatirim инвестиция استثمار 投资 investments
    invest sarmayeh سرمایه investitions touzi istithmar investissements инвестиционный yatirimlari investor
trading 商社 外贸 对外贸易 commerce comercio trade handel ticaret ticareti торговля تجارة 贸易 tejarat tejari tijara
    tijarat commercial comercial commerciale comercializadora بازرگانی bazargani تجارت торговый trader traders maoyi
    tujjar negoce 商贸 shangmao torgovyy handels handelsgesellschaft treyding трейдинг трейд
    muyok muyeok ticari commercio 商业
import importation importacion importacao einfuhr ithalat импорт استيراد 进口 imp importadora importateur importer
    waridat
export exportation exportacion exportacao ausfuhr ihracat экспорт تصدير 出口 exp exportadora exporter exportateur
    sadirat
importexport impex import_export import_and_export import_et_export 进出口 imp_exp imp_and_exp jinchukou
marketing mercadeo pazarlama تسويق 营销 маркетинг
distribution distribucion distribuicao dagitim distributor distributeur distribuidora توزيع дистрибуция
supply fourniture suministro lieferung tedarik снабжение توريد 供应 supplies approvisionnement suministros provisions
    tawrid tajhizat procurement sourcing
market marche mercado markt pazar рынок سوق 市场 souk suq bazaar bazar
shop magasin tienda loja laden winkel magaza магазин متجر store boutique supermarket supermarche supermercado
construction constructors constr const construccion construcao bau bouw insaat строительство بناء 建设 إنشاءات
    constructora construtora costruzioni inshaat insha stroy строй building builders batiment edification jianshe
    jianzhu 建筑 bauunternehmen строительный btp constructions saakhteman sakhteman bauwerk
contracting contractor contratista mukawalat مقاولات muqawalat contratas taahhut
engineering engg engrg eng ingenierie ingenieria engenharia ingenieurwesen muhendislik инженерный هندسة 工程 muhandisi
    engineers engr mohandesi مهندسی инжиниринг gongcheng techniek ingenieros ingenieure enginyeria handasa ingineering
technology technologie tecnologia technik teknoloji технология تكنولوجيا 科技 技术 tech techno tecnologico
    technologique technologisch technological fanavari فناوري keji jishu تقنية taqniya teknolojileri technical
    technique tecnico технический technologies فناوری technic teknik tekno технологический технологии
industry industrie industria industri sanayi sanayii endustri промышленность صناعة 工业 industrial industriel ind
    sanaye صنایع sanat sanati gongye industriell industrieel промышленный industries sinaa sinaat 实业 shiye санаи
manufacturing mfg mfr fabrication manufactura fabricacion fertigung imalat производство تصنيع 制造 manufacturer
    manufacture производственный zhizao herstellung
factory usine fabrica fabrik fabriek fabrika fabrikasi завод مصنع 工厂 плант plant works masna fabbrica zavod
    karkhaneh planta 厂 manufactory
workshop atelier taller oficina_mecanica werkstatt werkplaats atolye мастерская ورشة
machine 机电 maquina maschine makine машина آلات 机械 machinery maschinen maschinenbau makina machines mashin jixie
    machinerie maquinaria машиностроение машиностроительный mecanique mechanical mecanica
vehicle vehicule vehiculo veiculo fahrzeug voertuig arac автомобиль سيارات 汽车 car auto motor motors automotive
    automobile automobiles otomotiv voiture carro sayarat khodro خودرو qiche autos
equipment eqpt equipement equipo equipamento ausrustung uitrusting ekipman оборудование معدات 设备 equipments shebei
    تجهیزات materiel
material 建材 materiau materiales werkstoff malzeme материал مواد 材料 materials materiaux
electronics electronique electronica elektronik elektronica электроника إلكترونيات 电子 electronic dianzi elektronika
    electronico
electric electrical electro electrique electrico eletrico elektrisch elektrik электрический كهرباء 电气 electricity
    electricite electricidad kahraba elektro eletricidade 电力 dianqi elektrizitat burq
energy energie energia enerji энергия طاقة 能源 energies niru نیرو энергетический нергия power taqa nengyuan niroo
    energetique energetico
nuclear nucleaire nuklear nukleer ядерный نووي 核 atomic atomique atomico atom atomnyy hasteh kernkraft атомный
oil petrole petroleo erdol olie petrol нефть نفط 石油 petroleum naft نفت neft oel petrolier petrolera petroleos
    нефтяной petrolleri shiyou petrolifera petrolio
gas gaz erdgas aardgas dogalgaz газ غاز 天然气 газовый 燃气 gasfield
petrochemical petrochimie petroquimica petrochemie petrokimya нефтехимия بتروكيماويات 石化 پتروشیمی petrochimique
    petrochem petroshimi
fuel carburant combustible combustivel treibstoff brandstof yakit топливо وقود 燃料 carburants
refinery 炼油 raffinerie refineria refinaria rafineri مصفاة refining raffinage
chemical 化学 chimie quimica chemie kimya химия كيمياء 化工 chimique quimico chemisch химический chemicals shimi
    huagong kimyevi كيماويات chemistry
pharmaceutical pharmacie farmaceutica pharmazie farmacie eczacilik ilac фармацевтика أدوية 制药 医药 pharma
    pharmaceuticals farma pharmaceutique pharmacy farmacia adwiya daru zhiyao صيدلية drug drugs
medicine medecine medicina medizin geneeskunde tip медицина طب 医疗 medical medica medicale medizinisch медицинский
    طبي yiliao
health sante salud saude gesundheit gezondheid saglik здоровье صحة 健康 здравоохранение sanitaire sanitario sihha
hospital hopital krankenhaus ziekenhuis hastane hastanesi больница مستشفى 医院 clinic clinique clinica klinik
    mustashfa
food aliment alimento lebensmittel voedsel gida пища غذاء 食品 foods alimentaire alimentacion alimentos غذائية shipin
    alimenticia agroalimentaire продовольственный
agriculture farm agropecuaria agropecuario ganadera ganadero agrofirma agricultura landwirtschaft landbouw tarim
    сельский زراعة 农业 agricole agricola agricultural agro nongye zirai сельскохозяйственный زراعي ziraat ziraa
    farming ferme farms
fishing 水产 peche pesca fischerei visserij balikcilik рыболовство صيد 渔业 fisheries pecherie fishery pesquera fish
    poisson
sugar sucre azucar acucar zucker suiker seker сахар سكر 糖
tobacco tabac tabaco tabak tutun табак تبغ 烟草 cigarettes
textile textil textiel tekstil текстиль نسيج 纺织 textiles garment clothing vetements mensucat fangzhi
mining mina minas 矿产 矿山 mine mineria mineracao bergbau mijnbouw madencilik горный تعدين 矿业 minier minero minera
    mines maden
    minerals mineral minerales mineraux miniere шахта kuangye معادن mineiro
metal 五金 有色金属 metaux metales metais metall metaal металл معدن 金属 metals metallurgy metallurgie metallurgique
    metalurgica металлургический jinshu metalurji metallurgical metalworking
steel 钢材 acier acero aco stahl staal celik сталь فولاذ 钢铁 fulad foulad fulaz gangtie hadid iron fer hierro ferro
    eisen ijzer demir железо حديد siderurgie siderurgica стальной aceros 铁
aluminium aluminio aluminum aluminyum алюминий ألومنيوم 铝业 铝
gold or oro ouro altin золото ذهب 黄金 dhahab zarrin
diamond diamant diamante elmas алмаз ألماس 钻石 diamonds
cement ciment cemento cimento zement цемент إسمنت 水泥 siman اسمنت
glass verre vidrio vidro glas cam стекло زجاج 玻璃
wood bois madera madeira holz hout ahsap древесина خشب 木业 timber lumber
paper papier papel kagit бумага ورق 纸业
plastic 塑胶 plastique plastico kunststoff plastik пластик بلاستيك 塑料 plastics plast
rubber caoutchouc caucho kauchuk kautschuk каучук مطاط 橡胶
water eau agua wasser su_isleri вода ماء 水务 hydraulique hidraulico مياه miyah hydro
shipping 海运 远洋 shpg shipg transport_maritime naviera navegacao schifffahrt scheepvaart denizcilik судоходство
    ملاحة 航运 船务 navigation ships keshtirani navegacion kashtirani کشتیرانی armement shipmanagement nakliyati_deniz
    haiyun hangyun судоходный navieras chartering vapur reederei rederij buques
ship bateau barco navio schiff schip gemi судно سفينة 船舶 vessel navire buque chuanbo корабль sefine
shipbuilding construction_navale astillero schiffbau scheepsbouw gemi_insaat судостроение بناء_سفن 造船 shipyard
    chantier_naval astilleros
maritime marine maritimo maritiem морской بحري 海事 naval bahri marines maritimes haishi navale maritim
port seaport puerto porto hafen haven liman порт ميناء 港口 ports harbour harbor bandar
transport transporte verkehr vervoer tasimacilik транспорт نقل 运输 transportation transports transportes nakliyat
    naql yunshu haml транспортный transporter transporteur transporteurs trans nakliye
freight fret carga fracht vracht kargo груз شحن 货运 cargo huoyun fletes shahn
logistics logistique logistica logistik logistiek lojistik логистика لوجستية 物流 logistic wuliu لوجستيات logistico
aviation aero aeronautique aviacion aviacao luftfahrt luchtvaart havacilik авиация طيران 航空 airline airlines airways
    aerien aereo aeronautica hangkong авиационный havayollari tayaran aerienne aircraft aeronautical avia авиа
    compagnie_aerienne aerolinea aerolineas hava_yollari luftfracht
aerospace aerospatial aeroespacial raumfahrt ruimtevaart uzay космический فضاء 航天 space espace espacio hava_faza
    cosmos spatial hangtian aerospatiale هوافضا
airport aeroport aeropuerto aeroporto flughafen luchthaven havalimani аэропорт مطار 机场
railway chemins_de_fer ferrocarriles caminhos_de_ferro железнодорожный chemin_de_fer ferrocarril ferrovia eisenbahn
    spoorweg demiryolu железная_дорога سكك 铁路 rail railways
tanker petrolier_navire tankschiff танкер ناقلات 油轮 tankers naqilat tankery
travel voyage viaje viagem reise reizen seyahat путешествие سفر 旅行 tourism tourisme turismo turizm tourismus туризм
    سياحة 旅游 travels voyages viajes siyaha tours
hotel 宾馆 饭店 hotels otel отель فندق 酒店 hotelier funduq hotelerie
realestate immobilier inmobiliaria imobiliaria immobilien vastgoed gayrimenkul недвижимость عقارات 房地产 real_estate
    property properties bienes_raices aqarat emlak immobiliere fangdichan real
telecommunication 通讯 telecommunications telecomunicaciones telekommunikation telecom telekom связь اتصالات 电信 通信
    communication communications comunicacion comunicacao kommunikation communicatie iletisim коммуникация ittisalat
    مخابرات mukhabirat telecoms tongxin телекоммуникация
media medias medios medien medya медиа إعلام 传媒 press presse prensa imprensa pers basin пресса صحافة news ilam
broadcasting radio television radiodiffusion радио إذاعة 广播 tv televizyon televisao sadasima
publishing edition editorial editora verlag uitgeverij yayincilik издательство نشر 出版 publisher editeur editores
    editions yayinlari dar_al_nashr
printing imprimerie imprenta druckerei drukkerij matbaa типография طباعة 印刷 print
computer informatique informatica computacion bilgisayar компьютер حاسوب 计算机 computers computing informatik
    jisuanji
software logiciel softver yazilim программный برمجيات 软件 soft ruanjian
information informacion informacao bilgi информация معلومات 信息 xinxi informationen информационный إطلاعات
system systeme sistema systeem sistem система نظام 系统 systems sistemas xitong nizam
digital numerique digitale dijital цифровой رقمي 数字
optic optique optico optik оптика بصريات 光学 optics optical optoelectronics
laboratory laboratoire laboratorio laboratuvar лаборатория مختبر 实验室 lab labs laboratories
consulting conseil conseils consultoria beratung advies danismanlik консалтинг استشارات 咨询 consultant consultancy
    consultor consultants asesoria zixun consultores istishari musavirlik advisory advisors
management gestion gestao verwaltung beheer yonetim менеджмент تدبير 管理 administration admin administracion mgmt
    guanli yonetimi gerencia verwaltungs
solution solucion solucao losung oplossing cozum решение حلول 方案 solutions
product produit producto produto produkt urun продукт منتجات 产品 products produits productos production produccion
    producao إنتاج intaj производство_продукции
research recherche investigacion pesquisa forschung onderzoek arastirma исследование بحوث 研究 researches tahqiqat
    buhuth pajouhesh pazhuhesh yanjiu исследовательский научно_исследовательский تحقیقات بحث
science nauchno научно ciencia wissenschaft wetenschap bilim наука علوم 科学 sciences scientific scientifique
    cientifico scientifico научный olum ulum kexue علمي
institute institut instituto enstitu enstitusu институт معهد 研究所 研究院 instituut inst mahad yanjiusuo istituto
academy academie academia akademie akademi akademisi академия أكاديمية 科学院 学院 farhangestan akademiya
university universite universidad universidade universitat universiteit universitesi университет جامعة 大学 daneshgah
    دانشگاه daxue universita universitas
school ecole escuela escola schule okul okulu школа مدرسة 学校 schools madrasa madrassa madrasah madaris lycee colegio
    college xuexiao madrassah medersa
education educacion educacao bildung erziehung onderwijs egitim образование تعليم 教育 educational enseignement
    educatif talim jiaoyu tarbiya تربية ensenanza ogretim maarif
training formation formacion formacao ausbildung opleiding обучение تدريب 培训 tadrib
library bibliotheque biblioteca bibliothek kutuphane библиотека مكتبة 图书馆 bookshop librairie maktaba
culture cultura kultur cultuur культура ثقافة 文化 cultural culturel kulturell культурный thaqafa farhang farhangi
sport sporting deporte esporte spor спорт رياضة 体育 sports club klub kulubu клуб نادي sportif deportivo football
    futbol
charity charite caridad caridade wohltatigkeit liefdadigheid hayir благотворительность خيرية 慈善 charitable
    bienfaisance charities khayriyya khairiya khayriya khairia beneficencia caritative benevolent khayriyyah cishan
    благотворительный хайрия خيري
relief secours socorro hilfe hulp yardim помощь إغاثة 救济 aid aide ayuda ajuda igatha ighatha assistance asistencia
    assistencia help entraide ighathah imdad امداد yardimlasma مساعدة
rescue sauvetage rescate resgate rettung redding kurtarma спасение إنقاذ 救援 salvation salut salvacion inqaz
    salvamento
humanitarian humanitaire humanitario humanitar gumanitarnyy insani гуманитарный إنسانية 人道 humanitair insaniya
social sociale sozial sociaal sosyal социальный اجتماعية 社会 ijtimaiya
development 开发 developpement desarrollo desenvolvimento entwicklung ontwikkeling kalkinma развитие تنمية 发展 dev
    gelistirme tanmiya tose toseeh developers توسعه fazhan tusee gelisim
reconstruction rehabilitation reconstruccion wiederaufbau imar восстановление إعمار 重建 jihad_construction
cooperative cooperativa genossenschaft cooperatie kooperatif кооператив تعاونية 合作社 cooperation cooperacion
    cooperacao zusammenarbeit samenwerking сотрудничество تعاون 合作 taavoni تعاونی hezuo
security securite seguridad seguranca sicherheit veiligheid guvenlik безопасность أمن 安全 amn protection proteccion
    amniyat anquan guvenligi protecao schutz охрана
intelligence renseignement inteligencia nachrichtendienst istihbarat разведка استخبارات 情报 renseignements
    istikhbarat itlaat ettelaat разведывательный
police policia polizei politie polis полиция شرطة 警察 shurta
defense defence defensa defesa verteidigung landesverteidigung savunma оборона دفاع 国防 difa oborony
    ministerstvo_oborony оборонный defensive guofang verdediging
military militaire militar militarisch militair askeri военный عسكري 军事 askari nezami junshi milli_mudafaa
weapon arme arma waffe wapen silah оружие سلاح 武器 weapons arms armamento armas munition ammunition aslihe armaments
    armament muhimmat
missile misil missil rakete raket fuze ракета صاروخ 导弹 missiles rocket mushak raketen ракетный
justice justicia justica justiz justitie adalet юстиция عدل 司法 gerechtigkeit adl adala عدالة справедливость
interior interieur inneres icisleri внутренний داخلية 内政 kamu
foreign exterieur exterior aussen buitenland disisleri иностранный خارجية 外交 etrangeres
economy economie economia wirtschaft ekonomi экономика اقتصاد 经济 economic economique economico wirtschaftlich
    iqtisad iqtisadi eqtesadi экономический jingji
law droit derecho direito recht hukuk право قانون 法律 legal juridique rights droits derechos direitos haklari права
    حقوق huquq
environment 环保 environnement ambiente umwelt milieu cevre окружающий بيئة 环境 ambiental
sanitation assainissement saneamiento
ministry ministere ministerio ministerium ministerie bakanligi министерство وزارة ministeriya wizara wizarat vezarat
    nezarat
government govt gouvernement gobierno governo regierung regering hukumet правительство حكومة 政府 hukuma hokumat
court tribunal corte gericht mahkeme суд محكمة 法院
prison carcel gefangnis gevangenis hapishane тюрьма سجن 监狱
party parti partido partei partij partisi партия حزب 党 hizb hezb partito partiya
movement mouvement movimiento movimento bewegung beweging hareketi движение حركة 运动 harakat haraka hareket dvizhenie
    حرکت tehrik tahrik harakah
front frente frontu cephesi cephe фронт جبهة 阵线 jabhat jabha cabhat fronte jebhe جبهه
army armee ejercito exercito leger ordu ordusu армия جيش 军 jaysh jaish jaich armees artesh esercito jeish جیش lashkar
    askar armia
force kraft kuvvetleri kuvvet сила قوات 部队 forces fuerzas fuerza forcas krafte streitkrafte strijdkrachten quwwat
    guc guvvat силы vuurkracht
brigade brigada tugay tugayi бригада لواء 旅 liwa liwaa battalion bataillon batallon batalhao bataljon tabur taburu
    батальон كتيبة 营 katiba katibat kataib kata_ib كتائب katibah
division divisie tumen дивизия فرقة 师 firqa firqat
regiment regimiento regimento alay полк فوج 团
corps cuerpo corpo korps kolordu корпус فيلق 军团 faylaq failaq
platoon سرية sariya saraya سرايا
guard garde guardia guarda wache wacht muhafiz гвардия حرس 卫队 guards gardiens haras pasdaran پاسداران sepah سپاه
    sipah guardians guardianes muhafizlari стражи
network 网络 red rede reseau netzwerk netwerk сеть شبكة shabaka shabakat شبکه reseaux networks
cell cellule celula
command comando commandement kommando commando komuta командование قيادة 司令部 qiyada
headquarters hq qarargah gharargah quartier_general cuartel_general
parliament parlement parlamento
airforce armee_de_l_air fuerza_aerea forca_aerea luftwaffe luchtmacht hava_kuvvetleri военно_воздушные_силы سلاح_الجو
    空军 air_force
navy marina armada marina_de_guerra deniz_kuvvetleri военно_морской 海军
air havayolu воздушный
business affaires negocios geschaft zaken бизнес أعمال 商务 shangwu
foodstuff comestibles
packaging emballage embalaje verpackung ambalaj упаковка تغليف 包装
jewelry bijouterie joyeria juwelier kuyumcu ювелирный مجوهرات 珠宝 jewellery jewelers
cosmetics cosmetique cosmetica kosmetik
leather 皮革 cuir cuero leder deri кожа جلود
carpet tapis alfombra teppich hali ковер سجاد
welfare bienestar bien_etre wohlfahrt welzijn refah رعاية falah
housing logement vivienda habitacao wohnungsbau konut жилищный إسكان
precision prazision hassas точный 精密
design diseno conception tasarim дизайн تصميم 设计
resort villegiature
wine vin vino vinho wein wijn sarap вино نبيذ winery
battery batterie bateria akkumulator pil батарея 电池
tool outil herramienta ferramenta werkzeug gereedschap инструмент أدوات
brokerage courtage corretaje corretagem makler komisyonculuk брокер وساطة broker courtier
leasing credit_bail arrendamiento лизинг
currency devise divisas moneda moeda wahrung валюта عملة
part piece pieza peca ersatzteil yedek_parca запчасть
infrastructure infraestructura infraestrutura altyapi инфраструктура بنية 基础设施
irrigation irrigacion riego irrigacao bewasserung sulama ري
exploration exploracion exploracao erkundung arama разведочный استكشاف 勘探
drilling forage perforacion perfuracao bohrung sondaj бурение حفر 钻井
repair reparation reparacion reparo reparatur onarim ремонт إصلاحات
maintenance mantenimiento manutencao wartung onderhoud bakim صيانة 维修
film films cine cinema kino фильм 电影
casino kasino
restaurant 餐饮 restaurante lokanta ресторан مطعم
processing traitement procesamiento processamento verarbeitung verwerking isleme переработка معالجة
instrument instrumento прибор 仪器
concrete beton hormigon concreto بتون 混凝土
polymer polymere polimero polimer полимер
cotton coton algodon algodao baumwolle katoen pamuk хлопок قطن 棉
grain cereale cereal getreide graan tahil зерно حبوب 粮食
dam barrage presa barragem staudamm baraj плотина سد
satellite satelite satellit uydu спутник قمر_صناعي 卫星
peacekeeping maintien_de_la_paix
reconnaissance reconocimiento
civil medeni гражданский مدني 民用
external externe externo
internal interne interno
study etude estudio estudo studie calisma دراسات
renovation renovacion
resource ressource recurso kaynak ресурс موارد 资源
goods bienes mercancia waren mal товар بضائع 货物
innovation innovacion inovacao yenilik инновация ابتكار 创新
express expres
transfer transfert transferencia ueberweisung تحويل
regulatory reglementation regulacion regulierung تنظيمي
geology geologie geologia geologischer геология جيولوجيا 地质
orphanage dar_al_aytam orphelinat orfanato waisenhaus
mosque mosquee mezquita mesquita moschee cami мечеть مسجد masjid masjed
church eglise iglesia igreja kirche kerk kilise церковь كنيسة
temple templo tempel храм معبد
trafficking trafic trafico trafficante traficantes kacakcilik
militia milice milicia miliz militie milis милиция ميليشيا
cartel kartell kartel картель
gang bande banda pandilla чета
mafia mafya мафия
squad escouade escuadron esquadrao squadron эскадра
column colonne columna
vanguard avant_garde vanguardia vanguarda طليعة طلائع talai
veteran veterano ancien_combattant anciens_combattants excombatiente ветеран gazi
rebel rebelle rebelde isyanci
opposition oposicion oposicao muhalefet оппозиция معارضة
transition transicion transicao انتقالي
stabilization stabilisation estabilizacion
habitat
refugee refugie refugiado fluchtling vluchteling multeci беженец لاجئ
migration migracion migracao migratie миграция هجرة
widow veuve viuda viuva witwe dul вдова أرملة أرامل
mother mere madre mae mutter moeder anne мать أم
disabled handicape discapacitado behinderte engelli инвалид معاق handicap
milk lait leche leite milch melk sut молоко حليب ألبان dairy laitier lacteos
meat viande carne fleisch vlees et_urunleri мясо لحوم abattoir
fruit fruta obst meyve фрукт فواكه
rice riz arroz reis pirinc рис أرز
coffee cafe kaffee koffie kahve кофе قهوة
tea cay чай شاي
cocoa cacao kakao cacau какао كاكاو
salt sel sal salz zout tuz соль ملح
honey miel mel honig bal мед عسل
seed graine semilla semente saat tohum семена بذور
fertilizer engrais fertilizante dunger gubre удобрение سماد أسمدة 化肥 fertiliser
livestock betail ganado gado vieh hayvancilik скот مواشي elevage
poultry volaille avicole avicola aves geflugel tavukculuk птица دواجن
phosphate fosfato phosphat fosfat фосфат فوسفات
uranium uranio uran уран يورانيوم 铀
copper cuivre cobre kupfer koper bakir медь نحاس 铜
zinc zink cinko цинк زنك
plomb plomo chumbo blei kursun свинец رصاص
tin etain estano estanho zinn kalay олово قصدير
coal charbon carvao kohle steenkool komur уголь فحم 煤炭 carbonera houille угольный
stone pierre piedra pedra stein steen tas камень حجر marble marbre marmol granite
brick brique ladrillo tijolo ziegel tugla кирпич طوب
paint peinture farbe verf boya краска دهانات
furniture meuble mueble movel mobel mobilya мебель أثاث 家具 mobilier
clothes ropa kleidung giyim одежда ملابس 服装 confection apparel
shoe chaussure zapato sapato schuh ayakkabi обувь أحذية
book livre libro livro buch boek kitap книга كتاب
art arte kunst sanat искусство فن
museum musee museo museu muze музей متحف
cleaning nettoyage limpieza limpeza reinigung temizlik уборка تنظيف
waste dechets residuos abfall atik отходы نفايات recycling recyclage reciclaje
tyre pneu neumatico lastik шина إطارات tire
lubricant lubrifiant lubricante смазочный زيوت
beverage boisson bebida getrank icecek напиток مشروبات brewery brasserie cerveceria
beauty beaute belleza beleza schonheit guzellik красота تجميل
spare_parts pieces_de_rechange repuestos قطع_غيار запчасти
spice epice especia gewurz baharat توابل
lighting eclairage iluminacion iluminacao beleuchtung aydinlatma إنارة
heating chauffage calefaccion heizung isitma отопление تدفئة
survey topographie topografia изыскания مساحة
securities valeurs valores wertpapiere effecten menkul_kiymetler ценные_бумаги أوراق_مالية 证券
heavy lourd pesado schwer zwaar agir тяжелый ثقيل 重工
biology biologie biologia biyoloji биология 生物 biological biologique biologico biotech biotechnology
automation automatisation automatizacion otomasyon автоматизация أتمتة 自动化
data donnees datos dados daten veri данные بيانات 数据
toy jouet juguete brinquedo spielzeug oyuncak игрушка 玩具
president presidence presidencia prasident baskanlik президент رئاسة presidential presidentiel presidencial
emergency urgence emergencia notfall acil чрезвычайный طوارئ
election electoral electorale eleccion wahl secim выборы انتخابات
olympic olympique olimpico olympisch olimpiyat олимпийский أولمبي
combine kombinat комбинат
pipeline oleoduc oleoducto gasoduc gasoducto boru_hatti трубопровод خط_أنابيب 管道
storage stockage almacenamiento lagerung depolama хранение تخزين 仓储 entrepot warehouse almacen depot deposito
flour farine harina farinha mehl мука طحين مطاحن mill moulin molino minoterie
edible_oil huile aceite speiseol زيت
soap savon jabon sabun мыло صابون
ceramic ceramique ceramica keramik seramik керамика سيراميك 陶瓷
cable kabel kablo кабель كابلات 电缆
pump pompe bomba pumpe pompa насос مضخات
tractor tracteur traktor трактор جرارات
helicopter helicoptere helicoptero hubschrauber вертолет مروحيات helicopters
explosive explosif explosivo sprengstoff patlayici взрывчатый متفجرات
fisherman pecheur pescador
""")

# Words of meaning, of which an organisation makes itself a name: they tell more than its trade, less than a name.
WORDS = lines("""
state etat estado staat devlet devleti государство دولة 国家 dawla dawlat государственный daulat etats states estados
    staten staaten 国
national nacional nationale nationaal milli ulusal национальный وطني 全国 natl meli melli watani وطنية ملی qawmi قومي
    nation nacion nacao
islamic islamique islamico islamisch islamitisch islami исламский إسلامي 伊斯兰 islamiya islamiyya eslami islamiyah
    اسلامیہ islam ислам إسلام islamist islamiste islamischer
muslim musulman muculmano muslime moslim musluman мусульманин مسلم 穆斯林 muslims musulmans muslimin muslimeen
    muslimoun muculmanos moslems мусульманский مسلمون مسلمین
jihad dschihad yihad cihad cihat джихад جهاد 圣战 djihad jehad gihad jihadi
mujahid mujahedeen mujaahidiin mujahedine moudjahid muyahidin mujahideen mujahidin moudjahidine mudschahid моджахед
    مجاهد 圣战者 mojahedin mojahed mujahidun moudjahidines mudschahedin
holy saint santo heilig heilige kutsal святой مقدس 圣 sacre sagrado moqaddas muqaddas sainte st ste santa sacred sankt
struggle lutte lucha luta kampf strijd mucadele борьба كفاح 斗争 kifah combat combate fight mubarazat
martyr martir martelaar sehit мученик شهيد 烈士 shahid shuhada martyrs chahid شهداء chouhada martires shohada
    sehitleri
liberation liberacion libertacao befreiung bevrijding kurtulus освобождение تحرير 解放 tahrir jiefang befreiungs
    azadibakhsh
direct directo directe direto direkt dogrudan прямой مباشر 直接
freedom libertad liberte liberdade freiheit vrijheid ozgurluk свобода حرية 自由 azadi hurriya free libre livre frei
    vrij ozgur свободный libres libertarian
resistance resistencia widerstand verzet direnis сопротивление مقاومة 抵抗 muqawama moqavemat direnisi
revolution revolucion revolucao inqilab devrim революция ثورة 革命 revolutionary revolutionnaire revolucionario
    revolutionar thawra enqelab انقلاب революционный devrimci ثوري geming revolutionair ihtilal
independence independance independencia unabhangigkeit onafhankelijkheid bagimsizlik независимость استقلال 独立
    istiqlal independent independant independiente
unity unite unidad einheit tauhid unificacion unification единство 统一 unidos united uni unido vereinte vereinigte
    verenigd birlesik объединенный موحد متحد 联合 muttahida unis unida объединение unified unifie lianhe متحده
    monotheism tawhid monotheisme توحيد tawheed unicite oneness unicity
democracy democratie democracia demokratie demokrasi демократия ديمقراطية 民主 democratic democratique democratico
    demokratisch democratisch demokratik демократический ديمقراطي minzhu
people peuple pueblo povo volk halk народ شعب 人民 popular populaire народный شعبي peoples volks khalq mardom peuples
    populares renmin shaabi populare halklar
republic republique republica republik republiek cumhuriyet республика جمهورية 共和国 jumhuriya jomhuri republican
    republicain cumhuriyeti republicano جمهوری
socialist socialiste socialista sozialistisch sosyalist социалистический اشتراكي 社会主义 socialism socialisme
communist communiste comunista kommunistisch communistisch komunist коммунистический شيوعي 共产 communism
worker labor travailleur trabajador trabalhador arbeiter arbeider isci рабочий عامل 工人 workers karkeren labour
    travail trabajo trabalho عمال ummal kargar arbeit travailleurs iscileri труд obrero ouvrier emek
peasant paysan campesino campones bauer boer koylu крестьянин فلاح 农民 farmer farmers agriculteur agricultores
    paysans campesinos
student talaba etudiant estudiante estudante ogrenci студент طالب 学生 students taliban طالبان talib tullab etudiants
youth jeunesse juventud juventude jugend jeugd genclik молодежь شباب 青年 young jeune jeunes joven shabab shabaab
    chabab genc qingnian
woman femme mujer mulher frau vrouw kadin женщина نساء 妇女 women femmes mujeres
child enfant nino crianca kind cocuk ребенок طفل 儿童 children enfants ninos дети أطفال orphan orphelin huerfano waise
    yetim сирота يتيم orphans orphelins أيتام aytam kinder cocuklar 孤儿
soldier soldat soldado soldaat asker солдат جند 战士 jund soldiers soldats soldados junud combattant combatant
    combattants fighters fighter jondullah
lord seigneur senor senhor herr heer efendi господь رب 主 lords
god dieu dios deus gott tanri бог 上帝 allah الله
prophet prophete profeta peygamber пророк نبي رسول rasul nabi
support nosra nusrah nousra nosrah soutien apoyo apoio unterstutzung steun destek поддержка نصرة 支持 nusra nusrat
    nosrat soutenir dastgir دعم ansar انصار supporters أنصار partisans ensar partidarios поддержки
victory zafer victoire victoria vitoria sieg победа نصر 胜利 nasr fath فتح shengli
conquest conquete conquista
call appel llamada dava призыв دعوة dawa daawa da_wa predication predica preaching proselytism tebligh tabligh
faith foi fe glaube geloof iman вера إيمان imaan
truth verite verdad verdade wahrheit waarheid hakikat истина حق 真理 haqq hak haq
mercy misericorde misericordia barmherzigkeit genade merhamet милость رحمة rahma rahmah rahmat rahmet
hope esperance espoir esperanza esperanca hoffnung hoop umut надежда أمل 希望 amal omid amel امید
peace paix paz frieden vrede baris мир سلام 和平 salam salaam selam solh heping
future avenir futuro zukunft toekomst gelecek будущее مستقبل 未来 mustaqbal ayandeh weilai
progress progres progreso progresso fortschritt vooruitgang ilerleme прогресс تقدم 进步
solidarity solidarite solidaridad solidariedade solidaritat solidariteit dayanisma солидарность تضامن 团结
light lumiere luz noor nur nour licht isik свет نور 光明
shining lumineux luminoso brillante leuchtend svetlyy درخشان
path sentier sendero caminho pfad pad yol путь سبيل road route ruta way voie via chemin camino weg
salafist salafiste salafista salafistisch selefi салафитский سلفي salafi salafiya salafiyya
shield bouclier escudo schild kalkan щит درع dir deraa
sword saif سيف epee espada schwert zwaard kilic меч
eagle aigle aguila aguia adler adelaar kartal орел نسر 鹰 nisr uqab oqab عقاب
falcon shahin faucon halcon falcao falke valk sahin сокол صقر saqr
lion shir أسد leon leao lowe leeuw aslan лев 狮
tiger tigre kaplan тигр نمر 虎 tigers tigres
wolf kurt loup lobo волк ذئب wolves grauewolfe
star etoile estrella estrela stern ster yildiz звезда نجم 星 najm najma setareh نجمة etoiles
sun sol soleil sonne zon gunes солнце شمس 太阳 shams khorshid aftab خورشید sunrise lever_de_soleil
moon ay lune luna lua mond maan луна قمر 月 qamar crescent croissant media_luna hilal هلال halbmond полумесяц
sea mer mar meer zee deniz море بحر 海 bahr darya seas
ocean oceano ozean oceaan okyanus океан محيط 海洋 muhit oceanic
river rio fleuve fluss rivier nehir река نهر 河 nahr riviere
mountain tur montagne montana montanha berg dag гора جبل 山 jabal jebel mount mont monte djebel kuh koh mountains
desert desierto deserto wuste woestijn col пустыня
land tierra terre terra toprak земля أرض 土地 ard
world monde mundo welt wereld dunya всемирный عالمي 世界 global mundial mondial worldwide мировой mondiale aalami
    shijie kuresel
universal universel universell evrensel
central zentral centraal centrale centrales центральный مركزي 中央 zhongyang markazi
federal federale bundes federaal федеральный اتحادي 联邦
royal real koniglich koninklijk kraliyet королевский ملكي 皇家 kingdom royaume reino konigreich королевство مملكة
public kamu publique publico offentlich openbaar публичный عمومي 公共 publics
private prive privado privat ozel частный خاص 私营
regional regionale region bolge региональный إقليمي 区域 province provincia provincial provinz vilayet oblast область
    провинция ولاية wilaya wilayat wilayah 省 محافظة
municipal municipale city_council belediye belediyesi муниципальный بلدية 市政 ville ciudad cidade city stadt stad
    sehir город مدينة 市
north nord norte noord kuzey север شمال 北 northern septentrional северный شمالي shamal shomal
south sud sur sul sued zuid guney юг جنوب 南 southern meridional южный جنوبي janub jonub
east est este leste ost oost dogu восток شرق 东 eastern orient oriental восточный شرقي sharq sharqi shargh orientale
west ouest oeste westen bati запад غرب 西 western occident occidental западный غربي gharb occidentale
middle moyen medio mittlere orta средний أوسط
upper haut alto ober
great grand gran grande gross groot buyuk большой كبير 大 greater grosse kabir bozorg kubra big كبرى
new nouveau nuevo novo neu nieuw yeni новый جديد 新 nouvelle nueva neue nouvelles jadid naujas
old ancien viejo alt oud eski старый قديم
modern حديث moderne moderno cagdas современный 现代
standard estandar стандарт
red أحمر rouge rojo vermelho rot rood kizil красный 红 roja rouges rote kirmizi hongse
blue bleu azul blau blauw mavi синий أزرق 蓝 bleue
green vert verde grun groen yesil зеленый أخضر 绿色 khadra verte akhdar
white bai blanc blanco branco weiss wit beyaz белый أبيض 白 blanche blanca sefid sepid baida
black kara noir negro preto schwarz zwart черный أسود 黑 noire negra siyah aswad
golden altin dore dorado dourado goldener gouden золотой ذهبي 金色 dorada doree zarin
silver argente plata prata silber zilver gumus серебро فضة 银
high haute hoch hoog yuksek высокий عالي 高 supreme superieur superior верховный أعلى supremo
special ozel خاص speciale especial spezial speciaal специальный 特别
joint conjoint conjunto gemeinsam совместный مشترك mixte mixto mushtaraka
allied allie aliado verbundete союзный حلفاء allies alliance alianza alianca allianz bondgenoot ittifak альянс تحالف
    同盟 tahaluf aliancas alies
congress congres congreso congresso kongress kongre конгресс مؤتمر 大会 mutamar conference conferencia
assembly meclis assemblee asamblea assembleia versammlung собрание
rally rassemblement sammlung تجمع tajammu gathering
coalition ائتلاف coalicion koalition koalisyon коалиция
self_defense autodefense autodefensa autodefesa selbstverteidigung самооборона autodefensas self_defence
armed armada armadas armee arme armado bewaffnet gewapend silahli вооруженный مسلح 武装 armes armados musallaha
secret secreto geheim geheime gizli тайный سري
caliphate califat califato kalifat hilafet халифат خلافة 哈里发 khilafa khilafah kalifaat caliph
heritage patrimoine patrimonio erbe miras наследие تراث turath
revival renaissance renacimiento renascimento renouveau wiederbelebung возрождение نهضة nahda إحياء ihya ehya dirilis
    复兴
reform reforme reforma hizmet_reform islah إصلاح реформа 改革 eslah
patriotic patriotique patriotico patriotisch yurtsever патриотический
defenders defender defenseur defensor defenseurs defensores verteidiger защитники مدافعون
sacrifice fida فدائيون fedayeen fedayin fidaiyan
migrants migrant immigrant immigre emigrant inmigrantes мигрант emigrants muhajirin muhajiroun emigres مهاجرون
    muhajireen muhajir
companions companion companeros sahaba صحابة compagnons
sharia charia chari_a شريعة
sunna sunnah sounna سنة sunni sunnite
family famille familia familie aile семья عائلة أسرة 家庭
friendship vriend vrienden freunde amitie amistad amizade freundschaft vriendschap dostluk дружба صداقة 友谊 ami amigo
    friends amis amigos
community communaute comunidad comunidade gemeinschaft gemeenschaft topluluk община 社区 umma ummah oumma
applied applique aplicado angewandt toegepast uygulamali прикладной تطبيقي 应用
physics physique fisica physik natuurkunde fizik физика فيزياء 物理
earth
natural naturel naturlich naturliche natuurlijk dogal природный طبيعي 自然
advanced avance avanzado avancado fortgeschritten ileri передовой متقدم pishrafteh
quality qualite calidad qualidade qualitat kalite качество جودة
queen reine reina rainha konigin koningin kralice королева ملكة
king roi rey rei konig koning kral король ملك 王 kings
lady senora senhora dama سيدة
princess princesse princesa
spirit esprit espiritu espirito geist ruh дух روح
horizon horizonte horizont ufuk горизонт أفق ofogh
pearl perle perla perola parel inci жемчужина لؤلؤ lulu
flower gul fleur flor blume bloem cicek цветок زهرة 花
rainbow arc_en_ciel
bridge pont puente ponte brucke brug kopru мост جسر 桥
house ev casa maison haus huis дом بيت dar bayt khaneh home
palace palais palacio palast saray дворец قصر qasr
garden 园林 bustan بستان rawda jardin huerto garten bahce сад حديقة
tower torre turm kule башня برج burj
door bab porte puerta tor kapi дверь باب
season saison estacion temporada jahreszeit mevsim
fire feu fuego fogo feuer vuur ates огонь نار 火
wind vent viento vento ruzgar ветер ريح 风
storm tempete tormenta tempestade sturm firtina буря عاصفة
thunder tonnerre trueno donner гром رعد 雷
horse cheval caballo cavalo pferd paard лошадь حصان
leopard
crane
cross croix cruz kreuz kruis hac крест صليب 十字
life hayat vie vida leben leven жизнь حياة
bakery boulangerie panaderia backerei bakkerij firin
january janvier enero janeiro januar januari ocak январь يناير
february fevrier febrero fevereiro februar februari subat февраль فبراير
march mars marzo marco marz maart mart март مارس
april avril abril nisan апрель أبريل
may mai mayo maio mei mayis май مايو
june juin junio junho juni haziran июнь يونيو
july juillet julio julho juli temmuz июль يوليو
august aout agosto augustus agustos август أغسطس
september septembre septiembre setembro eylul сентябрь سبتمبر
october octobre octubre outubro oktober ekim октябрь أكتوبر
november novembre noviembre novembro kasim ноябрь نوفمبر
december decembre diciembre dezembro dezember aralik декабрь ديسمبر
arab arabe araber arabier arap араб عربي عرب arabi arabic
religious religieux religioso religios dini религиозный ديني
citizen citoyen ciudadano cidadao burger vatandas гражданин مواطن
quran coran koran alcorao коран قرآن kuran
hadith hadis
scholars savants eruditos gelehrte oulemas ulema ulama ulemas علماء
strategic strategique estrategico strategisch stratejik стратегический استراتيجي
autonomous autonome autonomo otonom
joy joie alegria freude فرح
dawn aube alba alborada amanecer morgenrote safak рассвет فجر fajr
wisdom sagesse sabiduria weisheit hikma حكمة
honor honneur honra ehre onur شرف karama dignite dignidad كرامة dignity
brotherhood fraternite fraternidad bruderschaft kardeslik братство أخوة
all_russian всероссийский общероссийский
tamil tamoul tamul тамильский تاميل
kurd kurds
tribe tribu stamm asiret племя قبيلة قبائل tribal
renewal renouveau renacer renovacao erneuerung yenilenme обновление تجديد
change changement mudanca wandel degisim перемена تغيير
alternative alternativa
constitution constitucion anayasa دستور
horn corne cuerno chifre
lake lac lago gol озеро بحيرة 湖
island ile isla ilha insel eiland ada остров جزيرة 岛
forest foret bosque floresta wald bos orman лес غابة 森林
valley vallee valle vale tal vadi долина وادي wadi
coast cote costa kuste kust sahil побережье ساحل
border frontiere frontera fronteira grenze sinir граница حدود
heart coeur corazon coracao herz hart kalp сердце قلب
hand mano mao рука
voice voix voz stimme stem ses голос صوت
home foyer hogar lar heim thuis yuva
love amour amor liebe liefde ask любовь محبة
crown couronne corona coroa krone kroon tac корона تاج
spring printemps primavera fruhling lente bahar весна ربيع
summer ete verano verao sommer zomer yaz лето صيف
winter hiver invierno inverno kis зима شتاء
autumn automne otono outono herbst herfst sonbahar осень خريف
night nuit noche noite nacht gece ночь ليل
day jour dia gun день يوم
century siecle siglo seculo jahrhundert yuzyil век قرن
generation generacion geracao nesil поколение جيل
rock roche roca rocha fels kaya скала صخرة
crystal cristal kristall kristal кристалл
dove colombe paloma pomba taube guvercin голубь حمامة
elephant elefante fil слон فيل
camel chameau camello camelo kamel deve верблюд جمل
bear ours oso urso ayi медведь دب
bull taureau toro touro stier boga бык ثور
wing aile ala asa flugel kanat крыло جناح أجنحة
tree arbre arbol arvore baum boom agac дерево شجرة
cedar cedre cedro zeder sedir кедр
palm palmier palmera palmeira palme palmiye пальма نخلة نخيل
olive olivier olivo oliveira zeytin олива زيتون
rose rosa roza роза وردة
jasmine jasmin jazmin yasemin жасмин ياسمين
phoenix fenix anka феникс
dragon ejderha дракон 龙
panther panthere pantera пантера
united_nations nations_unies naciones_unidas nacoes_unidas vereinte_nationen birlesmis_milletler
    организация_объединенных_наций الأمم_المتحدة 联合国 onu
red_cross croix_rouge cruz_roja cruz_vermelha rotes_kreuz rode_kruis kizilhac красный_крест الصليب_الأحمر 红十字
red_crescent croissant_rouge media_luna_roja roter_halbmond kizilay красный_полумесяц الهلال_الأحمر 红新月
middle_east moyen_orient proche_orient oriente_medio medio_oriente naher_osten midden_oosten orta_dogu ближний_восток
    الشرق_الأوسط 中东 near_east
human_rights droits_de_l_homme derechos_humanos direitos_humanos menschenrechte mensenrechten insan_haklari
    права_человека حقوق_الإنسان 人权
black_sea mer_noire mar_negro schwarzes_meer zwarte_zee karadeniz черное_море البحر_الأسود
red_sea mer_rouge mar_rojo rotes_meer rode_zee kizildeniz красное_море البحر_الأحمر
eternal eternel eterno ewig
noble noblesse sharif شريف
victims victimes victimas opfer ضحايا
prisoner prisonnier prisionero gefangener tutuklu заключенный أسير أسرى
exile exil exilio
homeland patrie patria heimat vaterland vatan родина وطن fatherland motherland
loyalty fidelite lealtad ولاء
steadfast fermete صمود sumud
""")
